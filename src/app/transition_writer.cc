#include "app/transition_writer.h"

#include <algorithm>

#include "app/transition_metrics.h"
#include "base/digest.h"
#include "domain/policy.h"

namespace curfew {
namespace {

constexpr auto kIdempotencyLife = std::chrono::hours(24);

const Request* find_request(const Scene& scene, const RequestId& id) {
  const auto found = std::ranges::find(scene.requests, id, &Request::id);
  return found == scene.requests.end() ? nullptr : &*found;
}

std::string idempotency_hash(const Subject& caller, const IdempotencyKey& key) {
  return hex(sha256(canonical({{"caller", caller.str()}, {"key", key.key}, {"path", key.path}})));
}

Step step_between(const Scene& before, const Transition& transition, const Alongside& alongside) {
  Step step{.events = transition.events,
            .owed = transition.owed,
            .settled = transition.settled,
            .binding = alongside.binding,
            .idempotency = alongside.idempotency,
            .under = alongside.under};
  for (const Request& after : transition.after.requests) {
    const Request* was = find_request(before, after.id);
    const std::int64_t expected = was == nullptr ? 0 : was->version;
    if (after.version != expected) step.requests.push_back({.expected_version = expected, .record = after});
  }
  if (transition.after.assignment.version != before.assignment.version) {
    step.assignments.push_back({.expected_version = before.assignment.version, .record = transition.after.assignment});
  } else if (step.requests.empty()) {
    // Nothing but owed work is put right: it must not overwrite what a rival has come to owe.
    step.unchanged = Unchanged{.key = before.assignment.key, .version = before.assignment.version};
  }
  return step;
}

bool is_empty(const Step& step) {
  return step.requests.empty() && step.assignments.empty() && step.events.empty() && step.owed.empty() &&
         step.settled.empty();
}

}  // namespace

Result<Scene> TransitionWriter::load(const AssignmentKey& key) { return load_scene(ledger_, key); }

Result<Scene> TransitionWriter::load(const RequestId& id) {
  auto request = ledger_.request(id);
  if (!request) return fail(request.error());
  if (!*request) return no_such_request();
  return load_scene(ledger_, (*request)->access, id);
}

Result<StoreOutcome> TransitionWriter::store(const Scene& before, const Transition& transition,
                                             const Alongside& alongside) {
  const Step step = step_between(before, transition, alongside);
  if (is_empty(step)) return StoreOutcome::kStored;
  const auto outcome = ledger_.commit(step);
  if (!outcome) return fail(outcome.error());
  Result<StoreOutcome> stored = StoreOutcome::kConflict;
  if (*outcome == CommitOutcome::kCommitted) stored = StoreOutcome::kStored;
  if (*outcome == CommitOutcome::kUnknown) stored = resolve_unknown(step);
  if (stored && *stored == StoreOutcome::kStored) count_transition(metrics_, step, clock_.now());
  return stored;
}

Result<StoreOutcome> TransitionWriter::resolve_unknown(const Step& step) {
  const auto unknown = [](const Error& error) {
    return fail_unknown(ErrorCode::kUnavailable,
                        "The store did not confirm the change. Look whether it happened before you try again.",
                        error.log_text);
  };
  // All of them: a rival who sees the same at the same moment writes the very same event about the assignment, and
  // only the request's is surely our own.
  for (const AuditEvent& event : step.events) {
    const auto there = ledger_.has_event(event);
    if (!there) return unknown(there.error());
    if (!*there) return StoreOutcome::kNotSeen;
  }
  if (!step.events.empty()) return StoreOutcome::kStored;
  for (const auto& change : step.assignments) {
    const auto stored = ledger_.assignment(change.record.key);
    if (!stored) return unknown(stored.error());
    if (!*stored || to_attributes(**stored) != to_attributes(change.record)) return StoreOutcome::kNotSeen;
  }
  // Owed work alone: storing it once more is harmless.
  return step.assignments.empty() ? StoreOutcome::kNotSeen : StoreOutcome::kStored;
}

Result<Request> TransitionWriter::change(const RequestChange& change) {
  Tries tries;
  for (int i = 0; i < kMostTries; ++i) {
    if (change.caller) {
      auto known = repeated(*change.caller, change.idempotency);
      if (!known) return fail(known.error());
      if (*known) return std::move(**known);
    }
    auto changed = attempt(change, tries);
    if (!changed) return done_after_all_or(change, tries, changed.error());
    if (*changed) return std::move(**changed);
  }
  return done_after_all_or(change, tries, too_much_contention().error());
}

Result<std::optional<Request>> TransitionWriter::attempt(const RequestChange& change, Tries& tries) {
  const auto scene = load(change.request_id);
  if (!scene) return fail(scene.error());
  const Request* request = find_request(*scene, change.request_id);
  if (request == nullptr) return no_such_request();
  const auto command = change.decide(*request);
  if (!command) return fail(command.error());
  const auto transition = apply(*scene, *command, change.actor, now(), rules_);
  if (!transition) return fail(transition.error());
  const Alongside alongside{
      .binding = change.binding,
      .idempotency =
          change.caller ? idempotency_record(*change.caller, change.idempotency, change.request_id) : std::nullopt};
  const auto stored = store(*scene, *transition, alongside);
  if (!stored) return fail(stored.error());
  const Request& after = *find_request(transition->after, change.request_id);
  if (*stored == StoreOutcome::kStored) return after;
  if (*stored == StoreOutcome::kNotSeen) {
    const auto own = std::ranges::find(transition->events, after.event_hash, &AuditEvent::hash);
    if (own != transition->events.end()) tries.push_back(*own);
  }
  return std::nullopt;
}

Result<std::optional<Request>> TransitionWriter::repeated(const Subject& caller,
                                                          const std::optional<IdempotencyKey>& key) {
  if (!key) return std::nullopt;
  const auto record = ledger_.idempotency(idempotency_hash(caller, *key));
  if (!record) return fail(record.error());
  if (!*record || (*record)->expires_at <= now()) return std::nullopt;
  if ((*record)->body_hash != key->body_hash) {
    return fail(ErrorCode::kIdempotencyConflict,
                "This Idempotency-Key was used for another body. Use a new key for a new call.");
  }
  auto request = ledger_.request((*record)->request_id);
  if (!request) return fail(request.error());
  return std::move(*request);
}

Result<Request> TransitionWriter::repeated_or(const Subject& caller, const std::optional<IdempotencyKey>& key,
                                              const Error& refusal) {
  auto known = repeated(caller, key);
  if (known && *known) return std::move(**known);
  return fail(refusal);
}

Result<Request> TransitionWriter::done_after_all_or(const RequestChange& change, const Tries& tries,
                                                    const Error& refusal) {
  for (const AuditEvent& event : tries) {
    const auto took_effect = ledger_.has_event(event);
    if (!took_effect || !*took_effect) continue;
    auto request = ledger_.request(change.request_id);
    if (!request) return fail(request.error());
    if (*request) return std::move(**request);
  }
  return change.caller ? repeated_or(*change.caller, change.idempotency, refusal) : fail(refusal);
}

std::optional<IdempotencyRecord> TransitionWriter::idempotency_record(const Subject& caller,
                                                                      const std::optional<IdempotencyKey>& key,
                                                                      const RequestId& request) const {
  if (!key) return std::nullopt;
  return IdempotencyRecord{.key = idempotency_hash(caller, *key),
                           .body_hash = key->body_hash,
                           .request_id = request,
                           .expires_at = now() + kIdempotencyLife,
                           .stored_at = now()};
}

}  // namespace curfew
