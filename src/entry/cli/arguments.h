// What was typed, understood: one struct for each command. Parsing decides nothing and touches nothing.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/reconcile_mode.h"
#include "ports/sign_in.h"

namespace curfew::cli {

// Never from the arguments themselves: every user of the machine can read those.
enum class PasswordSource : std::uint8_t {
  kTerminal,  // typed twice, without echo
  kStdin,     // the first line
  kTemporary  // made up and printed; to be changed at the first sign-in
};

struct ServeCommand {
  std::int32_t clock_speed = 1;
};
struct CheckCommand {};
struct VersionCommand {};
struct UserAddCommand {
  std::string email;
  std::vector<Group> groups;
  PasswordSource password = PasswordSource::kTerminal;
};
struct UserListCommand {};
struct UserRemoveCommand {
  std::string email;
};
struct UserGroupsCommand {
  std::string email;
  std::vector<Group> groups;
};
struct UserResetPasswordCommand {
  std::string email;
  PasswordSource password = PasswordSource::kTerminal;
};
struct AuditVerifyCommand {
  std::optional<std::string> anchor_file;
};
struct KeyRotateCommand {};
struct AssignmentReleaseCommand {
  std::string assignment;  // as typed: the id of a request that waits for it, or its key
  std::string reason;
};

struct StoreCreateCommand {};
struct CatalogImportCommand {
  bool all = false;  // also what the configuration names already
};
struct DoctorCommand {};

struct ReconcileCommand {
  ReconcileMode mode = ReconcileMode::kReport;
  std::optional<std::string> take_standing;  // the reason
};

using Command =
    std::variant<ServeCommand, CheckCommand, VersionCommand, UserAddCommand, UserListCommand, UserRemoveCommand,
                 UserGroupsCommand, UserResetPasswordCommand, AuditVerifyCommand, KeyRotateCommand,
                 AssignmentReleaseCommand, ReconcileCommand, StoreCreateCommand, CatalogImportCommand, DoctorCommand>;

struct Invocation {
  std::optional<std::string> config_file;
  bool json = false;
  Command command;
};

// There is nothing to run: help was asked for, or what was typed is wrong.
struct NothingToRun {
  int exit_code = 2;
  std::string text;  // for standard output when exit_code is 0, for standard error otherwise
};

// `arguments` without the program's name.
[[nodiscard]] std::expected<Invocation, NothingToRun> parse(const std::vector<std::string>& arguments);

}  // namespace curfew::cli
