// The sandbox's directory of users and groups, and who has standing access: what an administrator of Identity Center
// does by hand. For `curfew user`, and for tests and demonstrations.
//
// Kept in the SQLite file; works beside a running server. All methods may be called at the same time. Errors of all:
// kUnavailable (may have taken effect when effect is kMaybe), kDamaged. Each may be repeated without harm.
#pragma once

#include <string>

#include "adapters/sqlite_file/database.h"
#include "base/error.h"
#include "base/id.h"
#include "domain/request.h"
#include "ports/clock.h"
#include "ports/directory_admin.h"
#include "ports/entropy.h"

namespace curfew::sandbox {

using GroupId = Id<struct SandboxGroupIdTag>;

class SandboxDirectory final : public DirectoryAdmin {
 public:
  SandboxDirectory(sqlite_file::Database& database, const Clock& clock, Entropy& entropy)
      : database_(database), clock_(clock), entropy_(entropy) {}

  // The user name is the e-mail. An operation in flight for a user who is removed ends as FAILED.
  [[nodiscard]] Result<UserId> add_user(const std::string& email) override;
  [[nodiscard]] Status remove_user(const std::string& email) override;

  // A user whose name is not their e-mail. kConflict when either is another user's.
  [[nodiscard]] Result<UserId> add_user(const std::string& user_name, const std::string& email);

  // The group of this name (compared without case), made where it is missing.
  [[nodiscard]] Result<GroupId> add_group(const std::string& name);
  // kNotFound when one of the two does not exist.
  [[nodiscard]] Status join(const GroupId& group, const UserId& user);
  [[nodiscard]] Status leave(const GroupId& group, const UserId& user);

  // Standing access: assignments made at once, as if by somebody else than Curfew. Taking also takes what Curfew made.
  [[nodiscard]] Status give_standing(const AssignmentKey& key);
  [[nodiscard]] Status take_standing(const AssignmentKey& key);
  [[nodiscard]] Status give_standing(const GroupId& group, const AccountId& account, const PermissionSetArn& arn);
  [[nodiscard]] Status take_standing(const GroupId& group, const AccountId& account, const PermissionSetArn& arn);

 private:
  [[nodiscard]] std::string fresh_id();
  // Runs `work` in a write transaction after the operations that are due, so that they meet the world as it was.
  template <class Work>
  auto change(const Work& work);

  sqlite_file::Database& database_;
  const Clock& clock_;
  Entropy& entropy_;
};

}  // namespace curfew::sandbox
