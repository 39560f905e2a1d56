#include "adapters/sandbox/operations.h"

#include <string_view>
#include <utility>
#include <vector>

#include "adapters/sandbox/assignments.h"

namespace curfew::sandbox {

using sqlite_file::Connection;
using sqlite_file::Statement;

namespace {

std::string_view kind_word(OperationKind kind) { return kind == OperationKind::kCreate ? "CREATE" : "DELETE"; }

SandboxOperation operation_from(const Statement& row) {
  return {.id = OperationId(row.text(0)),
          .kind = row.text(1) == "CREATE" ? OperationKind::kCreate : OperationKind::kDelete,
          .key = {.user_id = UserId(row.text(2)),
                  .account_id = AccountId(row.text(3)),
                  .permission_set_arn = PermissionSetArn(row.text(4))},
          .due = from_unix_millis(row.number(5)),
          .fails_with = row.text(6)};
}

Result<std::vector<SandboxOperation>> due_operations(Connection& connection, Instant now) {
  std::vector<SandboxOperation> operations;
  const Status read = connection.each(
      "SELECT operation_id, kind, user_id, account_id, permission_set_arn, due_at_ms, fails_with "
      "FROM sandbox_operations WHERE status = 'IN_PROGRESS' AND due_at_ms <= ? ORDER BY due_at_ms, sequence",
      [&](const Statement& row) -> Status {
        operations.push_back(operation_from(row));
        return {};
      },
      unix_millis(now));
  if (!read) return fail(read.error());
  return operations;
}

OperationStatus status_from(const Statement& row) {
  const std::string status = row.text(0);
  if (status == "SUCCEEDED") return {.kind = OperationStatus::Kind::kSucceeded, .reason = {}};
  if (status == "FAILED") return {.kind = OperationStatus::Kind::kFailed, .reason = row.text(1)};
  return {.kind = OperationStatus::Kind::kInProgress, .reason = {}};
}

Status end(Connection& connection, const OperationId& id, std::string_view status, std::string_view reason) {
  return connection.run("UPDATE sandbox_operations SET status = ?, reason = ? WHERE operation_id = ?", status, reason,
                        id.str());
}

Status end_create(Connection& connection, const SandboxOperation& operation) {
  const std::string& user = operation.key.user_id.str();
  const auto known = connection.exists("SELECT 1 FROM sandbox_users WHERE user_id = ?", user);
  if (!known) return fail(known.error());
  if (!*known) {
    return end(connection, operation.id, "FAILED",
               "Received a 404 status error: the USER assignee " + user + " was not found in directory " +
                   kIdentityStoreId + ".");
  }
  if (const auto added = add_user_assignment(connection, operation.key); !added) return added;
  return end(connection, operation.id, "SUCCEEDED", "");
}

Status end_delete(Connection& connection, const SandboxOperation& operation) {
  if (const auto removed = remove_user_assignment(connection, operation.key); !removed) return removed;
  return end(connection, operation.id, "SUCCEEDED", "");
}

Status end_as_things_stand(Connection& connection, const SandboxOperation& operation) {
  if (!operation.fails_with.empty()) return end(connection, operation.id, "FAILED", operation.fails_with);
  return operation.kind == OperationKind::kCreate ? end_create(connection, operation)
                                                  : end_delete(connection, operation);
}

}  // namespace

Status insert(Connection& connection, const SandboxOperation& operation) {
  return connection.run(
      "INSERT INTO sandbox_operations (operation_id, kind, user_id, account_id, permission_set_arn, due_at_ms, "
      "fails_with, status, reason) VALUES (?, ?, ?, ?, ?, ?, ?, 'IN_PROGRESS', '')",
      operation.id.str(), kind_word(operation.kind), operation.key.user_id.str(), operation.key.account_id.str(),
      operation.key.permission_set_arn.str(), unix_millis(operation.due), operation.fails_with);
}

Result<bool> anything_due(Connection& connection, Instant now) {
  return connection.exists("SELECT 1 FROM sandbox_operations WHERE status = 'IN_PROGRESS' AND due_at_ms <= ? LIMIT 1",
                           unix_millis(now));
}

Status apply_due(Connection& connection, Instant now) {
  const auto due = due_operations(connection, now);
  if (!due) return fail(due.error());
  for (const SandboxOperation& operation : *due) {
    if (const auto ended = end_as_things_stand(connection, operation); !ended) return ended;
  }
  return {};
}

Status forget_ended(Connection& connection, Instant before) {
  return connection.run("DELETE FROM sandbox_operations WHERE status IN ('SUCCEEDED', 'FAILED') AND due_at_ms < ?",
                        unix_millis(before));
}

Result<OperationStatus> status_of(Connection& connection, OperationKind kind, const OperationId& id) {
  const auto status = connection.first(
      "SELECT status, reason FROM sandbox_operations WHERE operation_id = ? AND kind = ?",
      [](const Statement& row) -> Result<OperationStatus> { return status_from(row); }, id.str(), kind_word(kind));
  if (!status) return fail(status.error());
  return status->value_or(OperationStatus{});
}

Result<bool> in_progress(Connection& connection, const AccountId& account) {
  return connection.exists("SELECT 1 FROM sandbox_operations WHERE status = 'IN_PROGRESS' AND account_id = ? LIMIT 1",
                           account.str());
}

Result<bool> in_progress(Connection& connection, const AssignmentKey& key) {
  return connection.exists(
      "SELECT 1 FROM sandbox_operations WHERE status = 'IN_PROGRESS' AND account_id = ? AND user_id = ? "
      "AND permission_set_arn = ? LIMIT 1",
      key.account_id.str(), key.user_id.str(), key.permission_set_arn.str());
}

Result<std::int64_t> outstanding_creates(Connection& connection) {
  const auto count =
      connection.first("SELECT count(*) FROM sandbox_operations WHERE status = 'IN_PROGRESS' AND kind = 'CREATE'",
                       [](const Statement& row) -> Result<std::int64_t> { return row.number(0); });
  if (!count) return fail(count.error());
  return count->value_or(0);
}

}  // namespace curfew::sandbox
