// Use case: `curfew user`. A person lives in two places, the user pool (who may sign in) and Identity Center's
// directory (who may have access), which cannot be changed in one write. Each may be Curfew's own or AWS's.
//
// So the pool is always changed last and tells what has been completed: a command that died half way leaves the pool
// as it was, and running it again does the rest. Each change is on record in the chain "users" before it begins
// (ASKED) and when it has ended (DONE or FAILED): an ASKED without an end is a command that died.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/id.h"
#include "base/secret.h"
#include "domain/identity.h"
#include "ports/clock.h"
#include "ports/directory_admin.h"
#include "ports/ledger.h"
#include "ports/sign_in.h"

namespace curfew {

struct NewPassword {
  Secret password;
  bool temporary = false;  // to be changed at the first sign-in
};

struct AddedUser {
  PoolUser user;
  UserId user_id;  // in Identity Center
};

// Thread-safe; owned by src/main; lives as long as the ports it was given. The actor is the administrator at the
// command line. A failed change may have taken effect in part; repeating it completes it.
class ManageUsers {
 public:
  ManageUsers(UserAdmin& pool, DirectoryAdmin& directory, Ledger& ledger, const Clock& clock)
      : pool_(pool), directory_(directory), ledger_(ledger), clock_(clock) {}

  // Errors of all: kUnavailable, kDamaged; those that name a user: kInvalid (no e-mail address).

  // Errors: kInvalid (no group; the password is against the policy), kConflict (there already).
  [[nodiscard]] Result<AddedUser> add(const std::string& email, const std::vector<Group>& groups,
                                      const NewPassword& password, const Actor& administrator);
  // Their requests stay on record, and access they have still ends on time. Errors: kNotFound.
  [[nodiscard]] Status remove(const std::string& email, const Actor& administrator);
  // The groups become exactly these. Errors: kNotFound, kInvalid (no group).
  [[nodiscard]] Status set_groups(const std::string& email, const std::vector<Group>& groups,
                                  const Actor& administrator);
  // Also lifts a lock-out and ends all sessions. Errors: kNotFound, kInvalid (the password is against the policy).
  [[nodiscard]] Status reset_password(const std::string& email, const NewPassword& password,
                                      const Actor& administrator);

  [[nodiscard]] Result<std::vector<PoolUser>> list() { return pool_.list(); }
  // A random password that meets the policy.
  [[nodiscard]] Secret random_password() { return pool_.random_password(); }

 private:
  UserAdmin& pool_;
  DirectoryAdmin& directory_;
  Ledger& ledger_;
  const Clock& clock_;
};

}  // namespace curfew
