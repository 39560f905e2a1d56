#include "app/drive_assignment.h"

#include <string_view>
#include <utility>

namespace curfew {
namespace {

// More steps than any chain has: a bound on our own mistakes, not on AWS.
constexpr int kMostSteps = 64;

std::string_view word(OperationKind kind) { return kind == OperationKind::kCreate ? "create" : "delete"; }

std::string_view word(AskFailure failure) {
  switch (failure) {
    case AskFailure::kThrottled: return "throttled";
    case AskFailure::kConflict: return "conflict";
    case AskFailure::kMissing: return "missing";
    case AskFailure::kRefused: return "refused";
    case AskFailure::kLost: return "lost";
  }
  return "lost";
}

bool is_conflict(const Error& error) { return error.code == ErrorCode::kConflict; }

AskError not_asked() {
  return {.failure = AskFailure::kThrottled, .cause = "the server stalled before the call, and did not make it"};
}

Command answered(const AskResult& answer) {
  if (answer) return command::Asked{*answer};
  return command::AskFailed{answer.error()};
}

}  // namespace

Status DriveAssignment::operator()(const AssignmentKey& key, const Claim& claim) {
  int conflicts = 0;
  for (int steps = 0; steps < kMostSteps; ++steps) {
    const auto stepped = step(key, claim);
    if (!stepped && (!is_conflict(stepped.error()) || ++conflicts >= kMostTries)) return fail(stepped.error());
    if (stepped && !*stepped) return steps == 0 ? owe_again(key, claim) : Status{};
  }
  log_.error("assignment_does_not_settle", {{"assignment", key.str()}});
  return {};
}

Result<bool> DriveAssignment::step(const AssignmentKey& key, const Claim& claim) {
  const auto scene = writer_.load(key);
  if (!scene) return fail(scene.error());
  const NextAction next = next_action(scene->assignment);
  if (next.kind == NextAction::Kind::kNone || next.at > writer_.now()) return false;
  Status done;
  switch (next.kind) {
    case NextAction::Kind::kLook: done = look(*scene, claim); break;
    case NextAction::Kind::kAsk: done = ask(*scene, next.operation, claim); break;
    case NextAction::Kind::kCheck: done = check(*scene, next.operation, claim); break;
    case NextAction::Kind::kNone: break;
  }
  if (!done) return fail(done.error());
  return true;
}

Status DriveAssignment::look(const Scene& scene, const Claim& claim) {
  const AssignmentKey& key = scene.assignment.key;
  // Only a look that may conclude something has to know what else is under way; and first: what ended between the two
  // questions must be seen by the look.
  Result<bool> in_progress = false;
  if (scene.assignment.operation) in_progress = identity_center_.anything_in_progress(key);
  const auto presence = identity_center_.look(key);
  const bool looked = presence && in_progress;
  metrics_.count("curfew_outside_calls_total", {{"call", "look"}, {"result", looked ? "ok" : "failed"}});
  const Command seen = looked
                           ? Command(command::Looked{.presence = *presence, .in_progress = *in_progress})
                           : Command(command::LookFailed{(presence ? in_progress.error() : presence.error()).log_text});
  const auto recorded = record(scene, seen, claim);
  return recorded ? Status{} : fail(recorded.error());
}

Status DriveAssignment::ask(const Scene& scene, OperationKind operation, const Claim& claim) {
  const auto begun = record(scene, command::BeginAsk{}, claim);
  if (!begun) return fail(begun.error());
  if (!may_ask(begun->after.assignment, operation)) return {};
  // Whoever stalled while this was written down calls no more: somebody else may be at it by now, or the time be over.
  const bool still_ours = writer_.now() < claim.until;
  const AskResult answer = still_ours ? identity_center_.ask(operation, scene.assignment.key, claim.claimed_at)
                                      : AskResult(std::unexpected(not_asked()));
  report_ask(scene.assignment.key, operation, answer);
  const auto recorded = record(begun->after, answered(answer), claim);
  if (recorded) return {};
  if (!is_conflict(recorded.error())) return fail(recorded.error());
  return store_answer(scene.assignment.key, answer, claim);
}

// A lease came or ended during the call: the answer still belongs to the ask on record. If the claim has become stale
// instead, the answer is dropped; whoever holds the lane now takes the ask for lost and asks again.
Status DriveAssignment::store_answer(const AssignmentKey& key, const AskResult& answer, const Claim& claim) {
  for (int i = 0; i < kMostTries; ++i) {
    const auto scene = writer_.load(key);
    if (!scene) return fail(scene.error());
    const auto recorded = record(*scene, answered(answer), claim);
    if (recorded) return {};
    if (!is_conflict(recorded.error())) return fail(recorded.error());
  }
  return too_much_contention();
}

Status DriveAssignment::check(const Scene& scene, OperationKind operation, const Claim& claim) {
  const auto status = identity_center_.check(operation, scene.assignment.operation->id);
  metrics_.count("curfew_outside_calls_total", {{"call", "check"}, {"result", status ? "ok" : "failed"}});
  // A check that failed says nothing: the operation goes on and is checked again.
  const OperationStatus seen = status ? *status : OperationStatus{.kind = OperationStatus::Kind::kInProgress};
  const auto recorded = record(scene, command::Checked{seen}, claim);
  return recorded ? Status{} : fail(recorded.error());
}

Result<Transition> DriveAssignment::record(const Scene& scene, const Command& command, const Claim& claim) {
  auto transition = apply(scene, command, curfew_itself(), writer_.now(), writer_.rules());
  if (!transition) return fail(transition.error());
  const auto stored = writer_.store(scene, *transition, {.under = claim});
  if (!stored) return fail(stored.error());
  if (*stored != StoreOutcome::kStored) return too_much_contention();
  report_changes(*transition);
  return transition;
}

Status DriveAssignment::owe_again(const AssignmentKey& key, const Claim& claim) {
  const auto scene = writer_.load(key);
  if (!scene) return fail(scene.error());
  Transition unchanged{.after = *scene};
  if (auto work = next_work(scene->assignment)) {
    unchanged.owed.push_back(std::move(*work));
  } else {
    unchanged.settled.push_back(drive_work(key, writer_.now(), kGrantPriority, false).id);
  }
  const auto stored = writer_.store(*scene, unchanged, {.under = claim});
  return stored ? Status{} : fail(stored.error());
}

void DriveAssignment::report_ask(const AssignmentKey& key, OperationKind operation, const AskResult& answer) {
  metrics_.count("curfew_outside_calls_total",
                 {{"call", word(operation)}, {"result", answer ? "ok" : word(answer.error().failure)}});
  if (answer) return;
  log_.warning("ask_failed", {{"assignment", key.str()},
                              {"operation", std::string(word(operation))},
                              {"failure", std::string(word(answer.error().failure))},
                              {"cause", answer.error().cause}});
}

void DriveAssignment::report_changes(const Transition& transition) {
  for (const AuditEvent& event : transition.events) {
    if (!event.action.starts_with("assignment.")) continue;
    const bool loud = event.action == "assignment.blocked" || event.action == "assignment.returned";
    log_.write(loud ? LogLevel::kError : LogLevel::kInfo, "assignment_changed",
               {{"action", event.action},
                {"assignment", transition.after.assignment.key.str()},
                {"from", event.from},
                {"to", event.to},
                {"detail", event.detail}});
  }
}

}  // namespace curfew
