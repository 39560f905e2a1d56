#include "adapters/sandbox/schema.h"

namespace curfew::sandbox {
namespace {

// Users are found by e-mail and by user name without case (NOCASE folds ASCII, as domain/identity.h does). Assignments
// do not refer to users by a foreign key: AWS keeps the assignments of a user who was deleted.
// In tables WITHOUT ROWID the columns of the primary key stand first, in its order: otherwise PRAGMA quick_check of
// SQLite 3.40 takes one column for another and calls a whole file damaged.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE sandbox_users (
  user_id TEXT PRIMARY KEY,
  user_name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE
) STRICT;

CREATE TABLE sandbox_groups (
  group_id TEXT PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE
) STRICT;

CREATE TABLE sandbox_memberships (
  user_id TEXT NOT NULL REFERENCES sandbox_users (user_id) ON DELETE CASCADE,
  group_id TEXT NOT NULL REFERENCES sandbox_groups (group_id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sandbox_assignments (
  principal_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  permission_set_arn TEXT NOT NULL,
  principal_type TEXT NOT NULL CHECK (principal_type IN ('USER', 'GROUP')),
  PRIMARY KEY (principal_id, account_id, permission_set_arn)
) STRICT, WITHOUT ROWID;

CREATE TABLE sandbox_operations (
  sequence INTEGER PRIMARY KEY,
  operation_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('CREATE', 'DELETE')),
  user_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  permission_set_arn TEXT NOT NULL,
  due_at_ms INTEGER NOT NULL,
  fails_with TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('IN_PROGRESS', 'SUCCEEDED', 'FAILED')),
  reason TEXT NOT NULL
) STRICT;

CREATE INDEX sandbox_operations_due ON sandbox_operations (status, due_at_ms);
CREATE INDEX sandbox_operations_account ON sandbox_operations (account_id) WHERE status = 'IN_PROGRESS';
)sql";

}  // namespace

sqlite_file::Schema sandbox_schema() { return {.component = "sandbox", .migrations = {kVersion1}}; }

}  // namespace curfew::sandbox
