#include "adapters/sandbox/identity_center.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "adapters/sandbox/assignments.h"
#include "adapters/sandbox/sql.h"

namespace curfew::sandbox {

using sqlite_file::Connection;

namespace {

// AWS refuses a call that was signed longer ago.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
constexpr std::chrono::minutes kSignatureLife{5};

// AWS does not say how long it knows an operation; long enough for any caller that has not forgotten it itself.
constexpr std::chrono::days kOperationsAreKept{7};

AskError refusal(AskFailure failure, std::string cause) { return {.failure = failure, .cause = std::move(cause)}; }

AskError throttled() {
  return refusal(AskFailure::kThrottled, "ThrottlingException: There are too many requests processing.");
}

AskError conflict() {
  return refusal(AskFailure::kConflict, "ConflictException: There is a conflicting operation in process.");
}

// The answer to a call that the plan stops on its way; empty when the call goes on.
std::optional<AskError> stopped_by(const AskFault& fault) {
  switch (fault.kind) {
    case AskFault::Kind::kThrottled: return throttled();
    case AskFault::Kind::kConflict: return conflict();
    case AskFault::Kind::kRefused: return refusal(AskFailure::kRefused, fault.reason);
    case AskFault::Kind::kCallLost: return refusal(AskFailure::kLost, "The call timed out.");
    case AskFault::Kind::kAnswerLost:
    case AskFault::Kind::kOperationFails:
    case AskFault::Kind::kSlow: return std::nullopt;
  }
  return std::nullopt;
}

std::unexpected<Error> unavailable(std::string log_text) {
  return fail(Error{.code = ErrorCode::kUnavailable,
                    .public_text = "Identity Center does not answer. Try again in a moment.",
                    .log_text = std::move(log_text),
                    .effect = Effect::kNone,
                    .retry_after_seconds = 1});
}

}  // namespace

SandboxIdentityCenter::SandboxIdentityCenter(sqlite_file::Database& database, const Clock& clock, Entropy& entropy,
                                             FaultPlan& faults, SandboxSettings settings)
    : database_(database),
      clock_(clock),
      entropy_(entropy),
      faults_(faults),
      settings_(std::move(settings)),
      call_limit_(settings_.calls_per_second) {}

Result<UserId> SandboxIdentityCenter::find_user(const std::string& email) {
  if (const auto admitted = admit_read(clock_.now()); !admitted) return fail(admitted.error());
  return database_.read([&](Connection& connection) -> Result<UserId> {
    const auto found = first_text(connection,
                                  "SELECT user_id FROM sandbox_users WHERE email = ?1 OR user_name = ?1 "
                                  "ORDER BY email = ?1 DESC LIMIT 1",
                                  email);
    if (!found) return fail(found.error());
    if (!*found) return fail(ErrorCode::kUnknownUser, "Identity Center does not know " + email + ".");
    return UserId(**found);
  });
}

Result<Presence> SandboxIdentityCenter::look(const AssignmentKey& key) {
  if (const auto admitted = admit_read(clock_.now()); !admitted) return fail(admitted.error());
  return database_.read([&](Connection& connection) { return presence_of(connection, key); });
}

Result<std::vector<UserId>> SandboxIdentityCenter::assigned_users(const AccountId& account,
                                                                  const PermissionSetArn& permission_set) {
  if (const auto admitted = admit_read(clock_.now()); !admitted) return fail(admitted.error());
  return database_.read(
      [&](Connection& connection) { return users_assigned_directly(connection, account, permission_set); });
}

Result<OperationStatus> SandboxIdentityCenter::check(OperationKind kind, const OperationId& id) {
  if (const auto admitted = admit_read(clock_.now()); !admitted) return fail(admitted.error());
  return database_.read([&](Connection& connection) { return status_of(connection, kind, id); });
}

Result<bool> SandboxIdentityCenter::anything_in_progress(const AssignmentKey& key) {
  if (const auto admitted = admit_read(clock_.now()); !admitted) return fail(admitted.error());
  return database_.read([&](Connection& connection) { return in_progress(connection, key.account_id); });
}

AskResult SandboxIdentityCenter::ask(OperationKind kind, const AssignmentKey& key, Instant claimed_at) {
  const Instant now = clock_.now();
  const std::optional<AskFault> fault = faults_.take_ask(kind);
  if (fault) {
    if (auto stopped = stopped_by(*fault)) return std::unexpected(*std::move(stopped));
  }
  if (!call_limit_.admit(now)) return std::unexpected(throttled());
  if (now - claimed_at > kSignatureLife) {
    // Nothing happened, and the same ask under a fresh claim is welcome: to the caller that is a throttled call.
    return std::unexpected(refusal(AskFailure::kThrottled, "InvalidSignatureException: Signature expired."));
  }
  const bool slow = fault && fault->kind == AskFault::Kind::kSlow;
  const bool fails = fault && fault->kind == AskFault::Kind::kOperationFails;
  const SandboxOperation operation{.id = OperationId(new_uuid(entropy_)),
                                   .kind = kind,
                                   .key = key,
                                   .due = now + (slow ? fault->delay : settings_.delay),
                                   .fails_with = fails ? fault->reason : ""};
  auto answer = database_.write([&](Connection& connection) { return accept(connection, operation, now); });
  if (!answer) return std::unexpected(refusal(AskFailure::kLost, answer.error().log_text));
  if (answer->has_value() && fault && fault->kind == AskFault::Kind::kAnswerLost) {
    return std::unexpected(refusal(AskFailure::kLost, "The connection was cut before the answer."));
  }
  return *std::move(answer);
}

Result<AskResult> SandboxIdentityCenter::accept(Connection& connection, const SandboxOperation& operation,
                                                Instant now) {
  if (const auto applied = apply_due(connection, now); !applied) return fail(applied.error());
  const auto objection = operation.kind == OperationKind::kCreate ? objection_to_create(connection, operation.key)
                                                                  : objection_to_delete(connection, operation.key);
  if (!objection) return fail(objection.error());
  if (*objection) return AskResult(std::unexpected(**objection));
  if (const auto forgot = forget_ended(connection, now - kOperationsAreKept); !forgot) return fail(forgot.error());
  if (const auto stored = insert(connection, operation); !stored) return fail(stored.error());
  return AskResult(operation.id);
}

Result<SandboxIdentityCenter::Objection> SandboxIdentityCenter::objection_to_create(Connection& connection,
                                                                                    const AssignmentKey& key) const {
  if (std::ranges::find(settings_.accounts, key.account_id) == settings_.accounts.end()) {
    return refusal(AskFailure::kRefused,
                   "ResourceNotFoundException: There is no account " + key.account_id.str() + " in this organization.");
  }
  const auto busy = conflicts(connection, key);
  if (!busy) return fail(busy.error());
  if (*busy) return conflict();
  if (settings_.max_outstanding_creates == 0) return std::nullopt;
  const auto outstanding = outstanding_creates(connection);
  if (!outstanding) return fail(outstanding.error());
  if (*outstanding >= settings_.max_outstanding_creates) return throttled();
  return std::nullopt;
}

// Any account will do: what was assigned while it was in the organization can be taken away.
Result<SandboxIdentityCenter::Objection> SandboxIdentityCenter::objection_to_delete(Connection& connection,
                                                                                    const AssignmentKey& key) const {
  const auto busy = conflicts(connection, key);
  if (!busy) return fail(busy.error());
  if (*busy) return conflict();
  const auto assigned = is_assigned_directly(connection, key);
  if (!assigned) return fail(assigned.error());
  if (!*assigned) return refusal(AskFailure::kMissing, "ResourceNotFoundException: There is no such assignment.");
  return std::nullopt;
}

Result<bool> SandboxIdentityCenter::conflicts(Connection& connection, const AssignmentKey& key) const {
  return settings_.conflict_scope == ConflictScope::kAccount ? in_progress(connection, key.account_id)
                                                             : in_progress(connection, key);
}

Status SandboxIdentityCenter::admit_read(Instant now) {
  if (faults_.take_read()) return unavailable("a planned fault of the sandbox");
  if (!call_limit_.admit(now)) return unavailable("ThrottlingException: Rate exceeded");
  const auto due = database_.read([&](Connection& connection) { return anything_due(connection, now); });
  if (!due) return fail(due.error());
  if (!*due) return {};
  return database_.write([&](Connection& connection) { return apply_due(connection, now); });
}

}  // namespace curfew::sandbox
