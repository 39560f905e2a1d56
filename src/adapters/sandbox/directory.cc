#include "adapters/sandbox/directory.h"

#include <utility>

#include "adapters/sandbox/assignments.h"
#include "adapters/sandbox/operations.h"
#include "adapters/sandbox/sql.h"

namespace curfew::sandbox {

using sqlite_file::Connection;

namespace {

Result<UserId> insert_user(Connection& connection, const std::string& id, const std::string& user_name,
                           const std::string& email) {
  if (const auto added = connection.run("INSERT INTO sandbox_users (user_id, user_name, email) VALUES (?, ?, ?)", id,
                                        user_name, email);
      !added) {
    return fail(added.error());
  }
  return UserId(id);
}

}  // namespace

std::string SandboxDirectory::fresh_id() { return kUserIdPrefix + new_uuid(entropy_); }

template <class Work>
auto SandboxDirectory::change(const Work& work) {
  const Instant now = clock_.now();
  return database_.write([&](Connection& connection) -> std::invoke_result_t<const Work&, Connection&> {
    if (const auto applied = apply_due(connection, now); !applied) return fail(applied.error());
    return work(connection);
  });
}

Result<UserId> SandboxDirectory::add_user(const std::string& email) {
  return change([&, fresh = fresh_id()](Connection& connection) -> Result<UserId> {
    const auto known = first_text(connection, "SELECT user_id FROM sandbox_users WHERE email = ?", email);
    if (!known) return fail(known.error());
    return *known ? UserId(**known) : insert_user(connection, fresh, email, email);
  });
}

Result<UserId> SandboxDirectory::add_user(const std::string& user_name, const std::string& email) {
  return change([&, fresh = fresh_id()](Connection& connection) -> Result<UserId> {
    const auto known =
        first_text(connection, "SELECT user_id FROM sandbox_users WHERE email = ? AND user_name = ?", email, user_name);
    if (!known) return fail(known.error());
    return *known ? UserId(**known) : insert_user(connection, fresh, user_name, email);
  });
}

Status SandboxDirectory::remove_user(const std::string& email) {
  return change([&](Connection& connection) -> Status {
    return connection.run("DELETE FROM sandbox_users WHERE email = ?", email);
  });
}

Result<GroupId> SandboxDirectory::add_group(const std::string& name) {
  return change([&, fresh = fresh_id()](Connection& connection) -> Result<GroupId> {
    if (const auto added =
            connection.run("INSERT OR IGNORE INTO sandbox_groups (group_id, name) VALUES (?, ?)", fresh, name);
        !added) {
      return fail(added.error());
    }
    const auto group = first_text(connection, "SELECT group_id FROM sandbox_groups WHERE name = ?", name);
    if (!group) return fail(group.error());
    return GroupId(group->value());
  });
}

Status SandboxDirectory::join(const GroupId& group, const UserId& user) {
  return change([&](Connection& connection) -> Status {
    const auto both = connection.exists(
        "SELECT 1 FROM sandbox_groups, sandbox_users WHERE group_id = ? AND user_id = ?", group.str(), user.str());
    if (!both) return fail(both.error());
    if (!*both) return fail(ErrorCode::kNotFound, "There is no such group, or no such user.");
    return connection.run("INSERT OR IGNORE INTO sandbox_memberships (group_id, user_id) VALUES (?, ?)", group.str(),
                          user.str());
  });
}

Status SandboxDirectory::leave(const GroupId& group, const UserId& user) {
  return change([&](Connection& connection) -> Status {
    return connection.run("DELETE FROM sandbox_memberships WHERE group_id = ? AND user_id = ?", group.str(),
                          user.str());
  });
}

Status SandboxDirectory::give_standing(const AssignmentKey& key) {
  return change([&](Connection& connection) { return add_user_assignment(connection, key); });
}

Status SandboxDirectory::take_standing(const AssignmentKey& key) {
  return change([&](Connection& connection) { return remove_user_assignment(connection, key); });
}

Status SandboxDirectory::give_standing(const GroupId& group, const AccountId& account, const PermissionSetArn& arn) {
  return change([&](Connection& connection) -> Status {
    return connection.run(
        "INSERT OR IGNORE INTO sandbox_assignments (principal_type, principal_id, account_id, "
        "permission_set_arn) VALUES ('GROUP', ?, ?, ?)",
        group.str(), account.str(), arn.str());
  });
}

Status SandboxDirectory::take_standing(const GroupId& group, const AccountId& account, const PermissionSetArn& arn) {
  return change([&](Connection& connection) -> Status {
    return connection.run(
        "DELETE FROM sandbox_assignments "
        "WHERE principal_type = 'GROUP' AND principal_id = ? AND account_id = ? AND permission_set_arn = ?",
        group.str(), account.str(), arn.str());
  });
}

}  // namespace curfew::sandbox
