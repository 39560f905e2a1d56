#include "entry/cli/user_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <string>
#include <utility>

namespace curfew::cli {
namespace {

boost::json::object json_of(const PoolUser& user) {
  boost::json::array groups;
  for (const Group group : user.groups) groups.emplace_back(std::string(word(group)));
  return {{"email", user.email},
          {"subject", user.subject.str()},
          {"groups", std::move(groups)},
          {"status", user.status},
          {"enabled", user.enabled},
          {"mfa", user.mfa},
          {"created_at", iso8601(floor_seconds(user.created_at))}};
}

}  // namespace

Status UserCommands::run(const UserAddCommand& command) {
  const auto password = password_from(command.password);
  if (!password) return fail(password.error());
  const auto added =
      administration_.users().add(command.email, command.groups, *password, administration_.administrator());
  if (!added) return fail(added.error());
  tell(added->user.email, "added to " + listed(added->user.groups), *password);
  return {};
}

Status UserCommands::run(const UserListCommand&) {
  const auto users = administration_.users().list();
  if (!users) return fail(users.error());
  if (json_) {
    boost::json::array list;
    for (const PoolUser& user : *users) list.push_back(json_of(user));
    console_.out() << boost::json::serialize(list) << "\n";
    return {};
  }
  std::size_t width = std::string_view("EMAIL").size();
  for (const PoolUser& user : *users) width = std::max(width, user.email.size());
  console_.out() << fmt::format("{:{}}  {:19}  {:21}  MFA\n", "EMAIL", width, "GROUPS", "STATUS");
  for (const PoolUser& user : *users) {
    const std::string status = user.enabled ? user.status : "DISABLED";
    console_.out() << fmt::format("{:{}}  {:19}  {:21}  {}\n", user.email, width, listed(user.groups), status,
                                  user.mfa ? "yes" : "no");
  }
  return {};
}

Status UserCommands::run(const UserRemoveCommand& command) {
  const Status removed = administration_.users().remove(command.email, administration_.administrator());
  if (removed) tell(command.email, "removed", std::nullopt);
  return removed;
}

Status UserCommands::run(const UserGroupsCommand& command) {
  const Status set = administration_.users().set_groups(command.email, command.groups, administration_.administrator());
  if (set) tell(command.email, "is now in " + listed(command.groups), std::nullopt);
  return set;
}

Status UserCommands::run(const UserResetPasswordCommand& command) {
  const auto password = password_from(command.password);
  if (!password) return fail(password.error());
  const Status reset =
      administration_.users().reset_password(command.email, *password, administration_.administrator());
  if (reset) tell(command.email, "has a new password; all sessions are ended", *password);
  return reset;
}

Result<NewPassword> UserCommands::password_from(PasswordSource source) {
  if (source == PasswordSource::kTemporary) {
    return NewPassword{.password = administration_.users().random_password(), .temporary = true};
  }
  if (source == PasswordSource::kStdin) {
    auto line = read_secret_line(console_.in());
    if (!line || line->empty()) return fail(ErrorCode::kInvalid, "Standard input holds no password.");
    return NewPassword{.password = *std::move(line), .temporary = false};
  }
  auto typed = ask_twice();
  if (!typed) return fail(typed.error());
  return NewPassword{.password = *std::move(typed), .temporary = false};
}

Result<Secret> UserCommands::ask_twice() {
  if (!console_.is_interactive()) {
    return fail(ErrorCode::kInvalid,
                "There is no terminal to ask for the password. Give it on standard input with --password-stdin, or let "
                "Curfew make one up with --temporary.");
  }
  auto first = console_.ask_secret("Password: ");
  const auto second = console_.ask_secret("Again: ");
  if (!first || !second || first->empty()) return fail(ErrorCode::kInvalid, "No password was typed.");
  if (!first->equals(second->reveal())) return fail(ErrorCode::kInvalid, "The two passwords differ.");
  return *std::move(first);
}

void UserCommands::tell(const std::string& email, const std::string& done, const std::optional<NewPassword>& password) {
  const bool print_password = password && password->temporary;
  if (json_) {
    boost::json::object answer{{"email", email}, {"done", done}};
    if (print_password) answer["temporary_password"] = password->password.reveal();
    console_.out() << boost::json::serialize(answer) << "\n";
    return;
  }
  console_.out() << email << ": " << done << "\n";
  if (print_password) {
    console_.out() << "Temporary password, shown only now: " << password->password.reveal() << "\n";
  }
}

}  // namespace curfew::cli
