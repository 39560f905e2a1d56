// `curfew user …`: gets the password from where it was told to, calls the use case, and tells what happened.
#pragma once

#include <optional>

#include "base/error.h"
#include "entry/cli/arguments.h"
#include "entry/cli/backend.h"
#include "entry/cli/console.h"

namespace curfew::cli {

class UserCommands {
 public:
  UserCommands(Administration& administration, Console& console, bool json)
      : administration_(administration), console_(console), json_(json) {}

  // Errors: those of ManageUsers; kInvalid for a password that cannot be had.
  [[nodiscard]] Status run(const UserAddCommand& command);
  [[nodiscard]] Status run(const UserListCommand& command);
  [[nodiscard]] Status run(const UserRemoveCommand& command);
  [[nodiscard]] Status run(const UserGroupsCommand& command);
  [[nodiscard]] Status run(const UserResetPasswordCommand& command);

 private:
  [[nodiscard]] Result<NewPassword> password_from(PasswordSource source);
  [[nodiscard]] Result<Secret> ask_twice();
  // Tells what was done, and a temporary password, which nobody will see again.
  void tell(const std::string& email, const std::string& done, const std::optional<NewPassword>& password);

  Administration& administration_;
  Console& console_;
  bool json_;
};

}  // namespace curfew::cli
