#include "app/transition_writer.h"

#include <algorithm>
#include <utility>

#include "app/step_between.h"
#include "app/transition_metrics.h"
#include "base/digest.h"
#include "domain/policy.h"

namespace curfew {
namespace {

constexpr auto kIdempotencyLife = std::chrono::hours(24);

std::string idempotency_hash(const Subject& caller, const IdempotencyKey& key) {
  return hex(sha256(canonical({{"caller", caller.str()}, {"key", key.key}, {"path", key.path}})));
}

Adopt* adopt_in(const Adoption& adoption) {
  const auto* adopt = std::get_if<std::reference_wrapper<Adopt>>(&adoption);
  return adopt == nullptr ? nullptr : &adopt->get();
}

// What the caller wanted to store has surely not been stored.
std::unexpected<Error> not_even_tried(Error error) {
  error.effect = Effect::kNone;
  return std::unexpected(std::move(error));
}

}  // namespace

TransitionWriter::TransitionWriter(Ledger& ledger, const Clock& clock, Metrics& metrics, Rules rules,
                                   const Adoption& adoption)
    : ledger_(ledger), clock_(clock), metrics_(metrics), rules_(rules), adopt_(adopt_in(adoption)) {}

Result<Scene> TransitionWriter::load(const AssignmentKey& key) {
  return load_scene(ledger_, key, std::nullopt,
                    [&](const RequestId& id, const Lease* lease) { return read(id, lease); });
}

Result<Scene> TransitionWriter::load(const RequestId& id) {
  auto request = this->request(id);
  if (adopt_ != nullptr && request && *request && is_to_be_adopted(**request)) {
    if (auto ok = adopt_->one(id); !ok) return not_even_tried(ok.error());
    request = this->request(id);
  }
  if (!request) return fail(request.error());
  if (!*request) return no_such_request();
  return load_scene(ledger_, (*request)->access, id,
                    [&](const RequestId& each, const Lease* lease) { return read(each, lease); });
}

Result<std::optional<Request>> TransitionWriter::request(const RequestId& id) {
  auto request = ledger_.request(id);
  const bool damaged = !request && request.error().code == ErrorCode::kDamaged;
  return damaged ? read(id, nullptr) : request;
}

Result<std::optional<Request>> TransitionWriter::read(const RequestId& id, const Lease* lease) {
  return adopt_ == nullptr ? ledger_.request(id) : adopt_->read(id, lease);
}

Result<bool> TransitionWriter::adopt(const AssignmentKey& key) {
  return adopt_ == nullptr ? Result<bool>(false) : adopt_->on(key);
}

Result<AdoptionReport> TransitionWriter::adopt_all() {
  return adopt_ == nullptr ? Result<AdoptionReport>(AdoptionReport{}) : adopt_->all();
}

Result<StoreOutcome> TransitionWriter::store(const Scene& before, const Transition& transition,
                                             const Alongside& alongside) {
  Step step = step_between(before, transition);
  if (is_empty(step)) return StoreOutcome::kStored;
  step.binding = alongside.binding;
  step.idempotency = alongside.idempotency;
  step.under = alongside.under;
  if (decides_on_access(before, transition.after)) {
    const auto adopted = adopt(before.assignment.key);
    if (!adopted) return not_even_tried(adopted.error());
    if (*adopted) return StoreOutcome::kConflict;
  }
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
