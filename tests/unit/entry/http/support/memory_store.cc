#include "unit/entry/http/support/memory_store.h"

#include <algorithm>
#include <tuple>

namespace curfew::http::test {
namespace {

template <class Map, class Key>
auto value_of(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

template <class Map, class Key>
std::int64_t version_of(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? 0 : found->second.version;
}

}  // namespace

Status MemoryStore::check() const {
  if (!broken_) return {};
  return fail(ErrorCode::kUnavailable, "The store does not answer. Try again later.", "disk full: /secret/path");
}

bool MemoryStore::conflicts(const Step& step) const {
  const auto request_moved = [&](const Change<Request>& change) {
    return version_of(requests_, change.record.id) != change.expected_version;
  };
  const auto assignment_moved = [&](const Change<Assignment>& change) {
    return version_of(assignments_, change.record.key) != change.expected_version;
  };
  const bool key_taken = step.idempotency && keys_.contains(step.idempotency->key);
  const bool bound =
      step.binding && std::ranges::any_of(bindings_, [&](const Binding& b) {
        return b != *step.binding && (b.subject == step.binding->subject || b.user_id == step.binding->user_id);
      });
  const bool rests_on_old = step.unchanged && version_of(assignments_, step.unchanged->key) != step.unchanged->version;
  return key_taken || bound || rests_on_old || std::ranges::any_of(step.requests, request_moved) ||
         std::ranges::any_of(step.assignments, assignment_moved);
}

Result<CommitOutcome> MemoryStore::commit(const Step& step) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = check(); !ok) return fail(ok.error());
  if (conflicts(step)) return CommitOutcome::kConflict;
  ++commits_;
  for (const auto& change : step.requests) requests_.insert_or_assign(change.record.id, change.record);
  for (const auto& change : step.assignments) assignments_.insert_or_assign(change.record.key, change.record);
  for (const AuditEvent& event : step.events) chains_[event.chain].push_back(event);
  if (step.binding) bindings_.push_back(*step.binding);
  if (step.idempotency) keys_.emplace(step.idempotency->key, *step.idempotency);
  return CommitOutcome::kCommitted;
}

Result<std::optional<Request>> MemoryStore::request(const RequestId& id) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = check(); !ok) return fail(ok.error());
  return value_of(requests_, id);
}

Result<std::optional<Assignment>> MemoryStore::assignment(const AssignmentKey& key) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = check(); !ok) return fail(ok.error());
  return value_of(assignments_, key);
}

Result<std::optional<Binding>> MemoryStore::binding_of(const Subject& subject) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = check(); !ok) return fail(ok.error());
  const auto found = std::ranges::find(bindings_, subject, &Binding::subject);
  return found == bindings_.end() ? std::nullopt : std::optional(*found);
}

Result<std::optional<Binding>> MemoryStore::binding_of(const UserId& user) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = check(); !ok) return fail(ok.error());
  const auto found = std::ranges::find(bindings_, user, &Binding::user_id);
  return found == bindings_.end() ? std::nullopt : std::optional(*found);
}

Result<std::optional<IdempotencyRecord>> MemoryStore::idempotency(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = check(); !ok) return fail(ok.error());
  return value_of(keys_, key);
}

Result<std::vector<AuditEvent>> MemoryStore::events(const std::string& chain, std::int64_t after_sequence,
                                                    std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = check(); !ok) return fail(ok.error());
  std::vector<AuditEvent> found;
  for (const AuditEvent& event : chains_[chain]) {
    if (event.sequence > after_sequence && found.size() < limit) found.push_back(event);
  }
  return found;
}

Result<std::optional<AuditEvent>> MemoryStore::last_event(const std::string& chain) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = check(); !ok) return fail(ok.error());
  const auto& events = chains_[chain];
  return events.empty() ? std::nullopt : std::optional(events.back());
}

Result<bool> MemoryStore::has_event(const std::string& hash) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = check(); !ok) return fail(ok.error());
  return std::ranges::any_of(chains_, [&](const auto& chain) {
    return std::ranges::find(chain.second, hash, &AuditEvent::hash) != chain.second.end();
  });
}

Result<std::vector<Request>> MemoryStore::page(const RequestFilter& filter, std::size_t limit,
                                               const std::optional<PagePosition>& after) {
  const std::scoped_lock lock(mutex_);
  if (auto ok = check(); !ok) return fail(ok.error());
  const auto place = [](const Request& r) { return std::tie(r.requested_at, r.id); };
  std::vector<Request> found;
  for (const auto& [id, request] : requests_) {
    if (filter.user_id && request.access.user_id != *filter.user_id) continue;
    if (filter.status && request.status != *filter.status) continue;
    if (after && place(request) >= std::tie(after->requested_at, after->id)) continue;
    found.push_back(request);
  }
  std::ranges::sort(found, [&](const Request& a, const Request& b) { return place(a) > place(b); });
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace curfew::http::test
