// The lifecycle of requests and assignments: one pure function from what is and a command to what shall be.
//
// Its tables stand at the top of lifecycle.cc. A request's command adds or ends a lease on an assignment; only the
// assignment owes calls to AWS, and ACTIVE, REVOKED and FAILED follow from what AWS says about it. The caller stores
// the whole transition in one conditional write and does what is owed afterwards. No I/O, clock, thread or randomness.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "domain/assignment.h"
#include "domain/audit_event.h"
#include "domain/identity.h"
#include "domain/observation.h"
#include "domain/owed_work.h"
#include "domain/policy.h"
#include "domain/request.h"

namespace curfew {

// Everything that one command may change: an assignment, and the requests that lie on it.
struct Scene {
  Assignment assignment;          // with version 0 when it is not stored yet
  std::vector<Request> requests;  // the one that is spoken of, and every one with a lease on the assignment
};

namespace command {

// Of people and timers, about one request of the scene.
struct Submit {  // the request is in the scene with version 0
  RequestId request;
};
struct Approve {
  RequestId request;
  std::string comments;
  std::chrono::minutes longest;  // what the catalog allows now
};
struct Deny {
  RequestId request;
  std::string comments;
};
struct Cancel {
  RequestId request;
};
struct Revoke {
  RequestId request;
  bool every_lease = false;  // a manager ends the access, not just one lease
};
struct Lapse {  // not due: nothing changes
  RequestId request;
};
struct EndLease {  // not due: nothing changes
  RequestId request;
};

// Of the worker that keeps the timers outside, about one request. Nothing changes where its lease is over by now.
struct TimerSet {
  RequestId request;
  std::string schedule_arn;
};
struct TimerFailed {  // not for good before it is too late to grant
  RequestId request;
  std::string cause;
};
struct TimerNotNeeded {  // nobody outside keeps the time any more
  RequestId request;
};

// Of the worker that drives an assignment, about the assignment.
struct Looked {
  Presence presence = Presence::kAbsent;
  bool in_progress = true;  // whether some operation of unknown outcome may still be running
};
struct LookFailed {
  std::string cause;
};
struct BeginAsk {};  // written before the call; the call may be made only if `may_ask` then says so
struct Asked {
  OperationId id;
};
struct AskFailed {
  AskError error;
};
struct Checked {
  OperationStatus status;
};
struct Release {  // an administrator closes what AWS refuses to take away
  std::string reason;
};

// Of reconcile, about the assignment, after listings of Identity Center.
struct TakenOutside {  // HELD, but not listed: somebody outside Curfew took it away
  Instant listed_at;   // when the first of the listings was begun
};
struct TakeStanding {  // an administrator has access taken away that Curfew did not give
  std::string reason;
};

// Of adoption, about a record of the deployment before that is in the scene with version 0, as domain/earlier_request.h
// reads it.
struct Adopt {
  RequestId request;
  std::string was;                     // its status as stored: "ERROR"
  std::string digest;                  // of its attributes as stored
  Presence found = Presence::kAbsent;  // PENDING, and nothing of ours may be there: what a look found
};

}  // namespace command

using Command =
    std::variant<command::Submit, command::Approve, command::Deny, command::Cancel, command::Revoke, command::Lapse,
                 command::EndLease, command::TimerSet, command::TimerFailed, command::TimerNotNeeded, command::Looked,
                 command::LookFailed, command::BeginAsk, command::Asked, command::AskFailed, command::Checked,
                 command::Release, command::TakenOutside, command::TakeStanding, command::Adopt>;

// What a command makes of a scene. Requests that did not change keep their version, and so does the assignment.
struct Transition {
  Scene after;
  std::vector<AuditEvent> events;
  std::vector<OwedWork> owed;
  std::vector<std::string> settled;  // ids of owed work that has become pointless
};

// Errors are refusals, with nothing changed: kAlreadyDecided, kEnded, kExpired, kAssignmentBlocked, kTooManyLeases;
// kInvalid for a denial without comments; kForbidden for revoking what a manager has to deny; kConflict when an
// observation no longer fits the assignment (somebody else went on: read again), a release meets one not BLOCKED, or
// what is to be taken as standing is ours or may be.
[[nodiscard]] Result<Transition> apply(const Scene& scene, const Command& command, const Actor& actor, Instant now,
                                       const Rules& rules);

// Whether every lease has its request and every operation its state, and they tell the same story. kDamaged otherwise;
// `apply` must not be called then.
[[nodiscard]] Status check_consistent(const Scene& scene);

// What has to be done next for an assignment, and when.
struct NextAction {
  enum class Kind : std::uint8_t { kNone, kLook, kAsk, kCheck };
  Kind kind = Kind::kNone;
  OperationKind operation = OperationKind::kCreate;  // kAsk, kCheck
  Instant at;
};
[[nodiscard]] NextAction next_action(const Assignment& assignment);

// The same as owed work; empty when there is nothing to do.
[[nodiscard]] std::optional<OwedWork> next_work(const Assignment& assignment);

// After BeginAsk: whether the call it was about may be made.
[[nodiscard]] bool may_ask(const Assignment& assignment, OperationKind operation);

// Whether the access may be there because of Curfew: for the promise that nothing outlives its end.
[[nodiscard]] bool may_exist_by_us(const Assignment& assignment);

// What is found there and is not ours: nothing of ours may exist, may come back, or is wanted.
[[nodiscard]] bool would_be_standing(const Assignment& assignment);

// Whether a listing begun at `listed_at` has to show the access: HELD since more than `settle` before it.
[[nodiscard]] bool would_be_listed(const Scene& scene, Instant listed_at, const Rules& rules);

}  // namespace curfew
