#include "adapters/sandbox/assignments.h"

namespace curfew::sandbox {

using sqlite_file::Connection;

Status add_user_assignment(Connection& connection, const AssignmentKey& key) {
  return connection.run(
      "INSERT OR IGNORE INTO sandbox_assignments (principal_type, principal_id, account_id, permission_set_arn) "
      "VALUES ('USER', ?, ?, ?)",
      key.user_id.str(), key.account_id.str(), key.permission_set_arn.str());
}

Status remove_user_assignment(Connection& connection, const AssignmentKey& key) {
  return connection.run(
      "DELETE FROM sandbox_assignments "
      "WHERE principal_type = 'USER' AND principal_id = ? AND account_id = ? AND permission_set_arn = ?",
      key.user_id.str(), key.account_id.str(), key.permission_set_arn.str());
}

Result<bool> is_assigned_directly(Connection& connection, const AssignmentKey& key) {
  return connection.exists(
      "SELECT 1 FROM sandbox_assignments "
      "WHERE principal_type = 'USER' AND principal_id = ? AND account_id = ? AND permission_set_arn = ?",
      key.user_id.str(), key.account_id.str(), key.permission_set_arn.str());
}

Result<std::vector<UserId>> users_assigned_directly(Connection& connection, const AccountId& account,
                                                    const PermissionSetArn& permission_set) {
  std::vector<UserId> users;
  const auto add = [&](const sqlite_file::Statement& row) -> Status {
    users.emplace_back(row.text(0));
    return {};
  };
  const Status listed = connection.each(
      "SELECT principal_id FROM sandbox_assignments "
      "WHERE principal_type = 'USER' AND account_id = ? AND permission_set_arn = ? ORDER BY principal_id",
      add, account.str(), permission_set.str());
  if (!listed) return fail(listed.error());
  return users;
}

Result<Presence> presence_of(Connection& connection, const AssignmentKey& key) {
  const auto direct = is_assigned_directly(connection, key);
  if (!direct) return fail(direct.error());
  if (*direct) return Presence::kDirect;
  const auto through_group = connection.exists(
      "SELECT 1 FROM sandbox_memberships AS membership JOIN sandbox_assignments AS assignment "
      "ON assignment.principal_type = 'GROUP' AND assignment.principal_id = membership.group_id "
      "WHERE membership.user_id = ? AND assignment.account_id = ? AND assignment.permission_set_arn = ?",
      key.user_id.str(), key.account_id.str(), key.permission_set_arn.str());
  if (!through_group) return fail(through_group.error());
  return *through_group ? Presence::kThroughGroup : Presence::kAbsent;
}

}  // namespace curfew::sandbox
