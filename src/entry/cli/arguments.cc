#include "entry/cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "app/manage_users.h"
#include "entry/cli/exit_code.h"

namespace curfew::cli {
namespace {

constexpr std::int32_t kFastestClock = 3600;

// What the options write into while the library parses.
struct Draft {
  Invocation invocation;
  std::string config_file;
  std::string email;
  std::vector<std::string> groups;
  bool password_stdin = false;
  bool temporary = false;
  std::int32_t clock_speed = 1;
  std::string anchor_file;
  std::string assignment;
  std::string reason;
  std::string mode = std::string(word(ReconcileMode::kReport));
  bool take_standing = false;
  bool import_all = false;

  [[nodiscard]] std::vector<Group> chosen_groups() const {
    std::vector<Group> chosen;
    for (const std::string& text : groups) {
      const auto group = group_from(text);
      if (group && std::ranges::find(chosen, *group) == chosen.end()) chosen.push_back(*group);
    }
    return chosen;
  }

  [[nodiscard]] PasswordSource password_source() const {
    if (temporary) return PasswordSource::kTemporary;
    return password_stdin ? PasswordSource::kStdin : PasswordSource::kTerminal;
  }
};

// Every command takes these, before or after its name.
void add_common_options(CLI::App& app, Draft& draft) {
  app.add_option("--config", draft.config_file, "Configuration file (else CURFEW_CONFIG, else /etc/curfew/curfew.toml)")
      ->type_name("FILE");
  app.add_flag("--json", draft.invocation.json, "Answer as JSON");
}

CLI::App& add_command(CLI::App& parent, Draft& draft, const std::string& name, const std::string& about,
                      const std::string& example) {
  CLI::App& command = *parent.add_subcommand(name, about);
  command.footer("Example:\n  " + example);
  add_common_options(command, draft);
  return command;
}

void add_email(CLI::App& command, Draft& draft) {
  command.add_option("EMAIL", draft.email, "The user's e-mail address")->required()->type_name("");
}

void add_groups(CLI::App& command, Draft& draft, const std::string& about) {
  const std::vector<std::string> words{std::string(word(Group::kEngineers)), std::string(word(Group::kManagers))};
  command.add_option("--group", draft.groups, about)
      ->required()
      ->type_name("Engineers|Managers")
      ->allow_extra_args(false)
      ->transform(CLI::IsMember(words, CLI::ignore_case).description(""));
}

void add_password(CLI::App& command, Draft& draft) {
  auto* from_stdin = command.add_flag("--password-stdin", draft.password_stdin,
                                      "Read the password from the first line of standard input");
  command
      .add_flag("--temporary", draft.temporary,
                "Make a password up and print it; the user must change it at the first sign-in")
      ->excludes(from_stdin);
}

void add_user_commands(CLI::App& app, Draft& draft) {
  CLI::App& user = *app.add_subcommand("user", "People who may sign in, and whom the sandbox's directory knows");
  user.require_subcommand(1);

  CLI::App& add = add_command(user, draft, "add", "Add a user; asks for the password on the terminal",
                              "curfew user add ada@example.com --group Engineers --temporary");
  add_email(add, draft);
  add_groups(add, draft, "Engineers may ask, Managers may also decide; may be given twice");
  add_password(add, draft);
  add.final_callback([&draft] {
    draft.invocation.command = UserAddCommand{draft.email, draft.chosen_groups(), draft.password_source()};
  });

  CLI::App& list = add_command(user, draft, "list", "List all users", "curfew user list --json");
  list.final_callback([&draft] { draft.invocation.command = UserListCommand{}; });

  CLI::App& remove =
      add_command(user, draft, "remove", "Remove a user; their requests stay on record, their access ends on time",
                  "curfew user remove ada@example.com");
  add_email(remove, draft);
  remove.final_callback([&draft] { draft.invocation.command = UserRemoveCommand{draft.email}; });

  CLI::App& groups = add_command(user, draft, "groups", "Set the groups of a user to exactly those given",
                                 "curfew user groups ada@example.com --group Engineers --group Managers");
  add_email(groups, draft);
  add_groups(groups, draft, "A group the user is to be in; may be given twice");
  groups.final_callback([&draft] { draft.invocation.command = UserGroupsCommand{draft.email, draft.chosen_groups()}; });

  CLI::App& reset =
      add_command(user, draft, "reset-password", "Set a new password, lift a lock-out and end all sessions of a user",
                  "curfew user reset-password ada@example.com --temporary");
  add_email(reset, draft);
  add_password(reset, draft);
  reset.final_callback(
      [&draft] { draft.invocation.command = UserResetPasswordCommand{draft.email, draft.password_source()}; });
}

void add_audit_commands(CLI::App& app, Draft& draft) {
  CLI::App& audit = *app.add_subcommand("audit", "The audit trail");
  audit.require_subcommand(1);
  CLI::App& verify = add_command(audit, draft, "verify",
                                 "Find any change, gap, reordering or removal in the audit trail; changes nothing",
                                 "curfew audit verify --anchor /mnt/elsewhere/checkpoint.json");
  verify
      .add_option("--anchor", draft.anchor_file,
                  "A checkpoint kept elsewhere: a log line audit_checkpoint, or its number and hash")
      ->type_name("FILE");
  verify.final_callback([&draft] {
    draft.invocation.command =
        AuditVerifyCommand{draft.anchor_file.empty() ? std::nullopt : std::optional<std::string>(draft.anchor_file)};
  });
}

void add_key_commands(CLI::App& app, Draft& draft) {
  CLI::App& key = *app.add_subcommand("key", "The keys that sign tokens");
  key.require_subcommand(1);
  CLI::App& rotate = add_command(key, draft, "rotate", "Sign tokens with a new key; those of the old one run out",
                                 "curfew key rotate");
  rotate.final_callback([&draft] { draft.invocation.command = KeyRotateCommand{}; });
}

void add_assignment_commands(CLI::App& app, Draft& draft) {
  CLI::App& assignment = *app.add_subcommand("assignment", "What Curfew holds in Identity Center");
  assignment.require_subcommand(1);
  CLI::App& release = add_command(
      assignment, draft, "release",
      "Close a BLOCKED assignment that AWS refuses to take away, after making sure that nobody can use it",
      "curfew assignment release 8f14e45f-ceea-467f-a0e6-6f1a3b8a0d5e --reason \"The user was deleted, INC-12\"");
  release
      .add_option(
          "ASSIGNMENT", draft.assignment,
          "The id of a request that waits for it, or USER_ID/ACCOUNT_ID/PERMISSION_SET_ARN as the log prints it")
      ->required()
      ->type_name("");
  release.add_option("--reason", draft.reason, "Why it may be closed; goes on record")->required()->type_name("TEXT");
  release.final_callback(
      [&draft] { draft.invocation.command = AssignmentReleaseCommand{draft.assignment, draft.reason}; });
}

void add_store_commands(CLI::App& app, Draft& draft) {
  CLI::App& store = *app.add_subcommand("store", "Where Curfew keeps its record");
  store.require_subcommand(1);
  CLI::App& create = add_command(
      store, draft, "create", "Make the DynamoDB tables and the key file, as far as they are missing; may be repeated",
      "curfew store create --config /etc/curfew/curfew.toml");
  create.final_callback([&draft] { draft.invocation.command = StoreCreateCommand{}; });
}

void add_reconcile_command(CLI::App& app, Draft& draft) {
  CLI::App& reconcile = add_command(app, draft, "reconcile",
                                    "Compare Identity Center with the record, and put right what differs where told to",
                                    "curfew reconcile --mode enforce");
  std::vector<std::string> modes;
  for (const auto& [mode, word] : kReconcileModeWords) modes.emplace_back(word);
  reconcile
      .add_option("--mode", draft.mode, "report changes nothing, notify also mails the managers, enforce also acts")
      ->type_name("report|notify|enforce")
      ->check(CLI::IsMember(modes).description(""));
  auto* reason = reconcile.add_option("--reason", draft.reason, "Why standing access is taken away; goes on record")
                     ->type_name("TEXT");
  auto* take = reconcile.add_flag("--take-standing", draft.take_standing,
                                  "With enforce: take away all access that Curfew did not give, too");
  take->needs(reason);
  reason->needs(take);
  reconcile.final_callback([&draft] {
    const auto reason = draft.take_standing ? std::optional(draft.reason) : std::nullopt;
    draft.invocation.command = ReconcileCommand{*reconcile_mode_from(draft.mode), reason};
  });
}

void add_catalog_commands(CLI::App& app, Draft& draft) {
  CLI::App& catalog = *app.add_subcommand("catalog", "What may be asked for");
  catalog.require_subcommand(1);
  CLI::App& import = add_command(
      catalog, draft, "import",
      "Print blocks for the configuration of what AWS Organizations and IAM Identity Center have; changes nothing",
      "curfew catalog import > new.toml");
  import.add_flag("--all", draft.import_all, "Also print what the configuration names already");
  import.final_callback([&draft] { draft.invocation.command = CatalogImportCommand{draft.import_all}; });
}

void add_commands(CLI::App& app, Draft& draft) {
  CLI::App& serve =
      add_command(app, draft, "serve", "Run the server until SIGTERM or SIGINT; SIGHUP reads the catalog anew",
                  "curfew serve --config /etc/curfew/curfew.toml");
  serve.add_option("--clock-speed", draft.clock_speed, "Let time run so many times as fast; demonstrations only")
      ->check(CLI::Range(1, kFastestClock).description(""))
      ->type_name("N");
  serve.final_callback([&draft] { draft.invocation.command = ServeCommand{draft.clock_speed}; });

  CLI::App& check = add_command(app, draft, "check", "Check the configuration without starting anything",
                                "curfew check --config /etc/curfew/curfew.toml");
  check.final_callback([&draft] { draft.invocation.command = CheckCommand{}; });

  CLI::App& doctor = add_command(
      app, draft, "doctor", "Examine every configured part by real calls, and say what is missing and how to mend it",
      "curfew doctor --config /etc/curfew/curfew.toml");
  doctor.final_callback([&draft] { draft.invocation.command = DoctorCommand{}; });

  add_catalog_commands(app, draft);
  add_user_commands(app, draft);
  add_audit_commands(app, draft);
  add_key_commands(app, draft);
  add_store_commands(app, draft);
  add_assignment_commands(app, draft);
  add_reconcile_command(app, draft);

  CLI::App& version = add_command(app, draft, "version", "Print the version", "curfew version --json");
  version.final_callback([&draft] { draft.invocation.command = VersionCommand{}; });
}

NothingToRun explain(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream out;
  std::ostringstream err;
  if (app.exit(error, out, err) == 0) return {.exit_code = kOk, .text = out.str()};
  // Of a word that it does not know the library only says that a command is missing.
  const std::vector<std::string> unknown = app.remaining(true);
  if (!unknown.empty()) err.str("There is no command or option '" + unknown.front() + "' here; see --help.\n");
  return {.exit_code = kUsage, .text = "curfew: " + err.str()};
}

}  // namespace

std::expected<Invocation, NothingToRun> parse(const std::vector<std::string>& arguments) {
  Draft draft;
  CLI::App app("Just-in-time access to AWS accounts.", "curfew");
  app.require_subcommand(1);
  app.footer(
      "`curfew COMMAND --help` explains a command. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 wrong\n"
      "configuration, 4 refused, 5 unavailable, 6 damaged, 7 reconcile or doctor found something.\n\nExample:\n  "
      "curfew check "
      "--config curfew.toml");
  add_common_options(app, draft);
  add_commands(app, draft);
  try {
    std::vector<std::string> reversed(arguments.rbegin(),
                                      arguments.rend());  // the order in which the library takes them
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return std::unexpected(explain(app, error));
  }
  if (!draft.config_file.empty()) draft.invocation.config_file = draft.config_file;
  return draft.invocation;
}

}  // namespace curfew::cli
