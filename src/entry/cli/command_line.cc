#include "entry/cli/command_line.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <type_traits>
#include <variant>

#include "entry/cli/anchor_file.h"
#include "entry/cli/arguments.h"
#include "entry/cli/catalog_answer.h"
#include "entry/cli/doctor_answer.h"
#include "entry/cli/exit_code.h"
#include "entry/cli/reconcile_answer.h"
#include "entry/cli/user_commands.h"

namespace curfew::cli {
namespace {

int report(const Error& error, const Invocation& invocation, Console& console) {
  if (invocation.json) {
    console.out() << boost::json::serialize(
                         boost::json::object{{"error", error.public_text}, {"code", std::string(word(error.code))}})
                  << "\n";
  }
  console.err() << "curfew: " << error.public_text << "\n";
  if (!error.log_text.empty()) console.err() << "  (" << error.log_text << ")\n";
  return exit_code_of(error.code);
}

std::string text_of(const ConfigurationProblem& problem) {
  std::string text = problem.place;
  if (problem.line > 0) text += ":" + std::to_string(problem.line);
  text += ": ";
  if (!problem.key.empty()) text += problem.key + ": ";
  return text + problem.text;
}

boost::json::array json_of(const std::vector<ConfigurationProblem>& problems) {
  boost::json::array list;
  for (const ConfigurationProblem& problem : problems) {
    boost::json::object entry{{"place", problem.place}, {"key", problem.key}, {"problem", problem.text}};
    if (problem.line > 0) entry["line"] = problem.line;
    list.push_back(std::move(entry));
  }
  return list;
}

std::string text_of(const AuditReport& report) {
  std::string text = fmt::format("{} events in {} chains, {} checkpoints, {} records.\n", report.events, report.chains,
                                 report.checkpoints, report.records);
  if (report.unsealed_events > 0) {
    text += fmt::format("{} events are younger than the last checkpoint.\n", report.unsealed_events);
  }
  if (report.findings.empty()) return text + "The audit trail is whole.\n";
  text += fmt::format("THE AUDIT TRAIL IS NOT WHOLE: {} findings.\n", report.findings.size());
  for (const std::string& finding : report.findings) text += "  " + finding + "\n";
  return text;
}

boost::json::object json_of(const AuditReport& report) {
  return {{"whole", report.findings.empty()},
          {"events", report.events},
          {"chains", report.chains},
          {"checkpoints", report.checkpoints},
          {"unsealed_events", report.unsealed_events},
          {"records", report.records},
          {"findings", boost::json::array(report.findings.begin(), report.findings.end())}};
}

Error names_no_assignment(const std::string& text) {
  return {.code = ErrorCode::kInvalid,
          .public_text = "'" + text +
                         "' names no assignment. Give the id of a request that waits for it (a lower-case UUID), or "
                         "USER_ID/ACCOUNT_ID/PERMISSION_SET_ARN as the log prints it."};
}

// Runs the command that was parsed.
class Runner {
 public:
  Runner(const Invocation& invocation, Backend& backend, Console& console)
      : invocation_(invocation), backend_(backend), console_(console) {}

  int operator()(const ServeCommand& command) {
    const Status served = backend_.serve(invocation_.config_file, command.clock_speed);
    return served ? kOk : report(served.error(), invocation_, console_);
  }

  int operator()(const CheckCommand&) {
    const ConfigurationReport checked = backend_.check(invocation_.config_file);
    const bool good = checked.problems.empty();
    if (invocation_.json) {
      console_.out() << boost::json::serialize(boost::json::object{{"file", checked.file},
                                                                   {"valid", good},
                                                                   {"accounts", checked.accounts},
                                                                   {"permission_sets", checked.permission_sets},
                                                                   {"problems", json_of(checked.problems)}})
                     << "\n";
    } else if (good) {
      console_.out() << fmt::format("{} is good: {} accounts, {} permission sets.\n", checked.file, checked.accounts,
                                    checked.permission_sets);
    } else {
      for (const ConfigurationProblem& problem : checked.problems) console_.err() << text_of(problem) << "\n";
    }
    return good ? kOk : kConfiguration;
  }

  int operator()(const VersionCommand&) {
    const std::string version = backend_.version();
    if (invocation_.json) {
      console_.out() << boost::json::serialize(boost::json::object{{"version", version}}) << "\n";
    } else {
      console_.out() << "curfew " << version << "\n";
    }
    return kOk;
  }

  int operator()(const AuditVerifyCommand& command) {
    std::optional<AuditAnchor> anchor;
    if (command.anchor_file) {
      auto read = read_anchor(*command.anchor_file);
      if (!read) return report(read.error(), invocation_, console_);
      anchor = *std::move(read);
    }
    const auto opened = backend_.open(invocation_.config_file, MissingStore::kRefuse);
    if (!opened) return report(opened.error(), invocation_, console_);
    const auto verified = (*opened)->verify_audit()(anchor);
    if (!verified) return report(verified.error(), invocation_, console_);
    console_.out() << (invocation_.json ? boost::json::serialize(json_of(*verified)) + "\n" : text_of(*verified));
    return verified->findings.empty() ? kOk : kDamaged;
  }

  int operator()(const KeyRotateCommand&) {
    const auto opened = backend_.open(invocation_.config_file, MissingStore::kRefuse);
    if (!opened) return report(opened.error(), invocation_, console_);
    const Status rotated = (*opened)->rotate_key()((*opened)->administrator());
    if (!rotated) return report(rotated.error(), invocation_, console_);
    say({{"rotated", true}}, "A new key signs tokens from now on; those of the old one stay good until they expire.");
    return kOk;
  }

  int operator()(const AssignmentReleaseCommand& command) {
    const auto request_id = request_id_from(command.assignment);
    const auto key = assignment_key_from(command.assignment);
    if (!request_id && !key) return report(names_no_assignment(command.assignment), invocation_, console_);
    const auto opened = backend_.open(invocation_.config_file, MissingStore::kRefuse);
    if (!opened) return report(opened.error(), invocation_, console_);
    ReleaseAssignment& release = (*opened)->release_assignment();
    const Actor administrator = (*opened)->administrator();
    return request_id ? tell(release(*request_id, command.reason, administrator))
                      : tell(release(*key, command.reason, administrator));
  }

  int operator()(const StoreCreateCommand&) {
    const auto made = backend_.create_store(invocation_.config_file);
    if (!made) return report(made.error(), invocation_, console_);
    if (invocation_.json) {
      const boost::json::array done(made->begin(), made->end());
      console_.out() << boost::json::serialize(boost::json::object{{"done", done}}) << "\n";
    } else {
      for (const std::string& sentence : *made) console_.out() << sentence << "\n";
    }
    return kOk;
  }

  int operator()(const ReconcileCommand& command) {
    const auto opened = backend_.open(invocation_.config_file, MissingStore::kRefuse);
    if (!opened) return report(opened.error(), invocation_, console_);
    const auto reconciled = (*opened)->reconcile(
        {.mode = command.mode, .take_standing = command.take_standing, .actor = (*opened)->administrator()});
    if (!reconciled) return report(reconciled.error(), invocation_, console_);
    console_.out() << (invocation_.json ? boost::json::serialize(cli::json_of(*reconciled)) + "\n"
                                        : cli::text_of(*reconciled));
    return exit_code_of(*reconciled);
  }

  // What goes to standard output can be put behind the configuration as it is.
  int operator()(const CatalogImportCommand& command) {
    const auto import = backend_.import_catalog(invocation_.config_file);
    if (!import) return report(import.error(), invocation_, console_);
    console_.out() << (invocation_.json ? boost::json::serialize(cli::json_of(*import, command.all)) + "\n"
                                        : toml_of(*import, command.all));
    console_.err() << remarks_of(*import, command.all);
    return kOk;
  }

  int operator()(const DoctorCommand&) {
    const auto examined = backend_.examine(invocation_.config_file, [&](const ExaminedPart& part) {
      if (!invocation_.json) console_.out() << cli::text_of(part) << std::flush;
    });
    if (!examined) return report(examined.error(), invocation_, console_);
    console_.out() << (invocation_.json ? boost::json::serialize(cli::json_of(*examined)) + "\n"
                                        : summary_of(*examined));
    return cli::exit_code_of(*examined);
  }

  // All others are about users.
  template <class UserCommand>
  int operator()(const UserCommand& command) {
    const bool is_add = std::is_same_v<UserCommand, UserAddCommand>;
    const auto opened = backend_.open(invocation_.config_file, is_add ? MissingStore::kMake : MissingStore::kRefuse);
    if (!opened) return report(opened.error(), invocation_, console_);
    UserCommands commands(**opened, console_, invocation_.json);
    const Status done = commands.run(command);
    return done ? kOk : report(done.error(), invocation_, console_);
  }

 private:
  int tell(const Result<Request>& released) {
    if (!released) return report(released.error(), invocation_, console_);
    const std::string status(word(released->status));
    say({{"request_id", released->id.str()}, {"status", status}},
        "Released. Request " + released->id.str() + " is " + status + " now.");
    return kOk;
  }

  int tell(const Result<Assignment>& released) {
    if (!released) return report(released.error(), invocation_, console_);
    const std::string state(word(released->state));
    say({{"assignment", released->key.str()}, {"state", state}},
        "Released. Assignment " + released->key.str() + " is " + state + " now.");
    return kOk;
  }

  void say(const boost::json::object& json, const std::string& text) {
    console_.out() << (invocation_.json ? boost::json::serialize(json) : text) << "\n";
  }

  const Invocation& invocation_;
  Backend& backend_;
  Console& console_;
};

}  // namespace

int run(const std::vector<std::string>& arguments, Backend& backend, Console& console) {
  const auto invocation = parse(arguments);
  if (invocation) return std::visit(Runner(*invocation, backend, console), invocation->command);
  const NothingToRun& nothing = invocation.error();
  (nothing.exit_code == kOk ? console.out() : console.err()) << nothing.text;
  return nothing.exit_code;
}

}  // namespace curfew::cli
