// What the worker that drives an assignment learned from AWS, or is about to ask. Nothing is concluded from an unknown
// outcome: it is asked or looked up again until AWS's own word, or a full listing after `settle`, is final.
#include <algorithm>

#include "base/check.h"
#include "domain/draft.h"

namespace curfew {
namespace {

using AS = AssignmentState;

// Short faults (throttling, conflicts, lost replies): 0.5 s doubling to 30 s.
constexpr Millis kFirstTrouble{500};
constexpr Millis kLongestTrouble = std::chrono::seconds(30);
// What AWS refuses to delete: 2 s doubling to 15 min.
constexpr Millis kFirstRefusal = std::chrono::seconds(2);
constexpr Millis kLongestRefusal = std::chrono::minutes(15);
constexpr std::int64_t kRefusalsToBlock = 3;
// Between two checks of a running operation: a quarter of the time it has taken so far.
constexpr Millis kShortestCheck{250};
constexpr Millis kLongestCheck = std::chrono::seconds(5);
// An operation that is IN_PROGRESS for longer than this is treated as lost.
constexpr Millis kPatience = std::chrono::minutes(10);
// When the server that asked has died, the next one asks again after this.
constexpr Millis kAskAgain = std::chrono::seconds(15);
constexpr Millis kLookAgain = std::chrono::seconds(5);
// A listing may miss for this long what an operation has done that has just ended.
constexpr Millis kListingCatchesUp = std::chrono::minutes(1);

Millis backoff(Millis first, Millis longest, std::int64_t failures) {
  Millis delay = first;
  for (std::int64_t i = 1; i < failures && delay < longest; ++i) delay *= 2;
  return std::min(delay, longest);
}

Status no_longer_fits() {
  return fail(ErrorCode::kConflict, "The assignment has changed in the meantime.", "an observation came too late");
}

bool is_being_deleted(const Assignment& assignment) {
  return assignment.state == AS::kDeleting || assignment.state == AS::kBlocked;
}

void note_trouble(Draft& draft, Operation& operation, const std::string& cause) {
  ++operation.troubles;
  operation.cause = cause;
  operation.next_at = draft.now() + backoff(kFirstTrouble, kLongestTrouble, operation.troubles);
}

// AWS refused a deletion for good, or it FAILED: go on trying, slowly, and tell.
void note_refusal(Draft& draft, const std::string& cause) {
  Operation& operation = *draft.assignment().operation;
  ++operation.refusals;
  operation.cause = cause;
  operation.next_at = draft.now() + backoff(kFirstRefusal, kLongestRefusal, operation.refusals);
  if (draft.assignment().state != AS::kDeleting || operation.refusals < kRefusalsToBlock) return;
  draft.move(AS::kBlocked, cause);
  for (Request& request : draft.requests()) {
    if (request.status != RequestStatus::kRevoking || find_lease(draft.assignment(), request.id) == nullptr) continue;
    draft.start_revoking(request, cause);
  }
}

void forget_operation_id(Draft& draft) {
  Operation& operation = *draft.assignment().operation;
  draft.note_lost_answer();
  operation.id = OperationId{};
  operation.next_at = draft.now();
}

// A delete has succeeded. A create that was in doubt then may have arrived after it, or still may: only a look tells,
// once it cannot any more.
void deleted(Draft& draft) {
  Assignment& assignment = draft.assignment();
  Operation& operation = *assignment.operation;
  const auto& doubt = assignment.create_in_doubt_until;
  if (!doubt || *doubt <= operation.asked_at.value_or(draft.now())) {
    draft.gone("AWS reports that the delete succeeded");
    return;
  }
  operation.id = OperationId{};
  operation.missing = true;
  operation.next_at = std::max(*doubt, draft.now());
}

void looked_while_idle(Draft& draft, Presence presence) {
  Assignment& assignment = draft.assignment();
  const bool ours_may_return = assignment.deleted_at.has_value();
  const bool settled = !ours_may_return || draft.now() >= *assignment.deleted_at + draft.rules().settle;
  assignment.look_at.reset();
  if (presence == Presence::kAbsent) {
    assignment.seen_absent_at = draft.now();
    if (settled) assignment.deleted_at.reset();
    if (assignment.state != AS::kAbsent) draft.move(AS::kAbsent, "a look found nothing");
    return;
  }
  if (presence == Presence::kDirect && ours_may_return) {
    assignment.seen_absent_at.reset();  // whatever it is, no create may rest on an earlier look
    if (settled) {
      draft.begin_deleting("a look after our own deletion found it there again", false);
    } else {
      assignment.look_at = draft.now() + kLookAgain;  // it may be our own, still on its way out
    }
    return;
  }
  if (settled) assignment.deleted_at.reset();
  const bool through_group = presence == Presence::kThroughGroup;
  draft.fail_live_leases(through_group
                             ? "The access stands already, through a group; Curfew neither gave it nor takes it away."
                             : "The access stands already; Curfew neither gave it nor takes it away.");
  if (assignment.state != AS::kStanding)
    draft.move(AS::kStanding, through_group ? "through a group" : "assigned directly");
}

void looked_while_deleting(Draft& draft, Presence presence, bool in_progress) {
  Assignment& assignment = draft.assignment();
  Operation& operation = *assignment.operation;
  if (presence == Presence::kDirect) {
    operation.missing = false;
    operation.look_first = false;
    operation.next_at = std::max(operation.next_at, draft.now());
    return;
  }
  // A create that failed, by AWS's own word, left nothing. A delete that failed did: a listing that says otherwise may
  // be behind the truth, and has to wait until it cannot be.
  const bool answered = operation.look_first && operation.asks == 0 && !operation.missing && !operation.lost;
  if (in_progress && draft.rules().settle > Millis::zero()) {
    auto& doubt = assignment.create_in_doubt_until;
    doubt = std::max(doubt.value_or(draft.now()), draft.now() + kListingCatchesUp);
  }
  const Instant settled_at = std::max(assignment.last_asked_at.value_or(draft.now()) + draft.rules().settle,
                                      assignment.create_in_doubt_until.value_or(draft.now()));
  if (answered || (draft.now() >= settled_at && !in_progress)) {
    draft.gone("a look found nothing");
    // A lease that waits is not granted on top of what stands through a group: it looks again first.
    if (presence == Presence::kThroughGroup) assignment.seen_absent_at.reset();
    return;
  }
  operation.next_at = std::max(settled_at, draft.now() + kLookAgain);
}

void create_failed(Draft& draft, const std::string& reason) {
  draft.fail_live_leases("AWS could not make the assignment: " + reason);
  draft.begin_deleting("AWS reports that the create failed: " + reason, true);
}

}  // namespace

Status run(Draft& draft, const command::Looked& command) {
  const Assignment& assignment = draft.assignment();
  draft.fail_late_leases();
  switch (assignment.state) {
    case AS::kUnknown:
    case AS::kAbsent:
    case AS::kStanding: looked_while_idle(draft, command.presence); return {};
    case AS::kAdopted: looked_after_adoption(draft, command.presence); return {};
    case AS::kDeleting:
    case AS::kBlocked:
      if (next_action(assignment).kind != NextAction::Kind::kLook) return no_longer_fits();
      looked_while_deleting(draft, command.presence, command.in_progress);
      return {};
    case AS::kCreating:
    case AS::kHeld: return no_longer_fits();
  }
  return no_longer_fits();
}

Status run(Draft& draft, const command::LookFailed& command) {
  Assignment& assignment = draft.assignment();
  if (next_action(assignment).kind != NextAction::Kind::kLook) return no_longer_fits();
  draft.fail_late_leases();
  if (assignment.operation) {
    note_trouble(draft, *assignment.operation, command.cause);
  } else {
    assignment.look_at = draft.now() + kLookAgain;
  }
  return {};
}

Status run(Draft& draft, const command::BeginAsk& /*command*/) {
  Assignment& assignment = draft.assignment();
  if (next_action(assignment).kind != NextAction::Kind::kAsk) return no_longer_fits();
  Operation& operation = *assignment.operation;
  if (operation.open) draft.note_lost_answer();  // whoever asked before did not live to store the answer
  operation.open = false;
  draft.fail_late_leases();
  if (assignment.state == AS::kCreating && !is_wanted(assignment)) return {};
  operation.open = true;
  ++operation.asks;
  operation.asked_at = draft.now();
  operation.next_at = draft.now() + kAskAgain;
  assignment.last_asked_at = draft.now();
  return {};
}

Status run(Draft& draft, const command::Asked& command) {
  auto& operation = draft.assignment().operation;
  if (!operation || !operation->open) return no_longer_fits();
  operation->open = false;
  operation->id = command.id;
  operation->missing = false;
  operation->troubles = 0;
  operation->next_at = draft.now() + kShortestCheck;
  return {};
}

Status run(Draft& draft, const command::AskFailed& command) {
  Assignment& assignment = draft.assignment();
  auto& operation = assignment.operation;
  if (!operation || !operation->open) return no_longer_fits();
  operation->open = false;
  const AskError& error = command.error;
  const bool deleting = is_being_deleted(assignment);
  switch (error.failure) {
    case AskFailure::kThrottled:
    case AskFailure::kConflict: note_trouble(draft, *operation, error.cause); break;
    case AskFailure::kLost:
      draft.note_lost_answer();
      note_trouble(draft, *operation, error.cause);
      break;
    case AskFailure::kMissing:
      if (deleting) {
        operation->missing = true;
        operation->next_at = draft.now();
        break;
      }
      [[fallthrough]];
    case AskFailure::kRefused:
      if (deleting) {
        note_refusal(draft, error.cause);
      } else {
        draft.fail_live_leases("AWS refused to make the assignment: " + error.cause);
      }
      break;
  }
  draft.fail_late_leases();
  return {};
}

Status run(Draft& draft, const command::Checked& command) {
  Assignment& assignment = draft.assignment();
  auto& operation = assignment.operation;
  if (!operation || operation->id.empty()) return no_longer_fits();
  const bool creating = assignment.state == AS::kCreating;
  const Millis running = draft.now() - operation->asked_at.value_or(draft.now());
  switch (command.status.kind) {
    case OperationStatus::Kind::kInProgress:
      operation->next_at = draft.now() + std::clamp(running / 4, kShortestCheck, kLongestCheck);
      if (running > kPatience) forget_operation_id(draft);
      break;
    case OperationStatus::Kind::kUnknown: forget_operation_id(draft); break;
    case OperationStatus::Kind::kSucceeded:
      if (creating) {
        operation.reset();
        draft.move(AS::kHeld, "AWS reports that the create succeeded");
      } else {
        deleted(draft);
      }
      break;
    case OperationStatus::Kind::kFailed:
      if (creating) {
        create_failed(draft, command.status.reason);
        break;
      }
      operation->id = OperationId{};
      operation->look_first = true;
      note_refusal(draft, command.status.reason);
      break;
  }
  draft.fail_late_leases();
  return {};
}

Status run(Draft& draft, const command::Release& command) {
  Assignment& assignment = draft.assignment();
  if (assignment.state != AS::kBlocked) {
    return fail(ErrorCode::kConflict,
                "Only a BLOCKED assignment can be released; this one is " + std::string(word(assignment.state)) + ".");
  }
  const std::string note = "Released by " + draft.actor().email + ": " + command.reason;
  draft.fail_live_leases(note);
  for (Request& request : draft.requests()) {
    if (request.status != RequestStatus::kRevoking) continue;
    request.failure += (request.failure.empty() ? "" : " ") + note;
  }
  // What was asked may still take effect: nothing new is made before it cannot any more.
  if (assignment.operation->open || !assignment.operation->id.empty()) draft.note_lost_answer();
  assignment.operation.reset();
  assignment.look_at.reset();
  draft.move(AS::kUnknown, command.reason, MovedBy::kOrder);
  return {};
}

}  // namespace curfew
