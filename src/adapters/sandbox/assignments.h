// Who has what in the sandbox, as rows. Called inside a transaction; decides nothing. Internal to this folder.
#pragma once

#include <vector>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"
#include "domain/request.h"
#include "ports/identity_center.h"

namespace curfew::sandbox {

// Adding what is there and removing what is not are no errors.
[[nodiscard]] Status add_user_assignment(sqlite_file::Connection& connection, const AssignmentKey& key);
[[nodiscard]] Status remove_user_assignment(sqlite_file::Connection& connection, const AssignmentKey& key);

[[nodiscard]] Result<bool> is_assigned_directly(sqlite_file::Connection& connection, const AssignmentKey& key);
// In order of their ids.
[[nodiscard]] Result<std::vector<UserId>> users_assigned_directly(sqlite_file::Connection& connection,
                                                                  const AccountId& account,
                                                                  const PermissionSetArn& permission_set);
// A direct assignment outweighs one through a group.
[[nodiscard]] Result<Presence> presence_of(sqlite_file::Connection& connection, const AssignmentKey& key);

}  // namespace curfew::sandbox
