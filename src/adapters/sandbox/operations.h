// The sandbox's asynchronous operations, as rows. Called inside a transaction. Internal to this folder.
//
// An operation is stored IN_PROGRESS with the time at which it ends. Its effect and its outcome are worked out by the
// first call at or after that time, in order of those times: no thread waits for it, and a restart in between changes
// nothing.
#pragma once

#include <cstdint>
#include <string>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "domain/assignment.h"
#include "domain/request.h"
#include "ports/identity_center.h"

namespace curfew::sandbox {

// The directory that AWS names in its reasons; its digits open every user id ("9067ab12cd-<uuid>").
inline constexpr const char* kIdentityStoreId = "d-9067ab12cd";
inline constexpr const char* kUserIdPrefix = "9067ab12cd-";

struct SandboxOperation {
  OperationId id;
  OperationKind kind = OperationKind::kCreate;
  AssignmentKey key;
  Instant due;             // when it ends
  std::string fails_with;  // ends as FAILED with this reason; empty: ends as things stand then
};

[[nodiscard]] Status insert(sqlite_file::Connection& connection, const SandboxOperation& operation);

// Whether operations are due at `now` whose outcome is not worked out yet.
[[nodiscard]] Result<bool> anything_due(sqlite_file::Connection& connection, Instant now);
// Works them out. Needs a write transaction.
[[nodiscard]] Status apply_due(sqlite_file::Connection& connection, Instant now);
// Forgets what ended before `before`.
[[nodiscard]] Status forget_ended(sqlite_file::Connection& connection, Instant before);

// These tell of the time up to which apply_due() has run.
[[nodiscard]] Result<OperationStatus> status_of(sqlite_file::Connection& connection, OperationKind kind,
                                                const OperationId& id);
[[nodiscard]] Result<bool> in_progress(sqlite_file::Connection& connection, const AccountId& account);
[[nodiscard]] Result<bool> in_progress(sqlite_file::Connection& connection, const AssignmentKey& key);
[[nodiscard]] Result<std::int64_t> outstanding_creates(sqlite_file::Connection& connection);

}  // namespace curfew::sandbox
