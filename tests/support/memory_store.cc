#include "support/memory_store.h"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <type_traits>

#include "domain/earlier_request.h"

namespace curfew::test {
namespace {

// A claim made this much later than now was made before the clock was set back.
constexpr Millis kClockSkew = std::chrono::minutes(5);
constexpr std::size_t kMostWork = 1000;

template <class Map, class Key>
auto find_in(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

template <class Map, class Key>
std::int64_t version_in(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? 0 : found->second.version;
}

std::unexpected<Error> damaged(const std::string& what) {
  return fail(ErrorCode::kDamaged, "A stored record is damaged. Run `curfew audit verify`.", what + " cannot be read");
}

// A record that does not grow is a mistake of the caller, not a race.
template <class Record>
bool grows(const Change<Record>& change) {
  return change.expected_version >= 0 && change.record.version > change.expected_version;
}

// Whether two changes of one step are about the same record.
template <class Record, class Member>
bool repeats(const std::vector<Change<Record>>& changes, Member key) {
  std::set<std::decay_t<decltype(Record{}.*key)>> seen;
  return std::ranges::any_of(changes,
                             [&](const Change<Record>& change) { return !seen.insert(change.record.*key).second; });
}

bool goes_before(const OwedWork& left, const OwedWork& right) {
  return std::tie(left.priority, left.due, left.id) < std::tie(right.priority, right.due, right.id);
}

bool is_newer(const Request& left, const Request& right) {
  return std::tie(left.requested_at, left.id) > std::tie(right.requested_at, right.id);
}

bool comes_after(const Request& request, const PagePosition& place) {
  return std::tie(request.requested_at, request.id) < std::tie(place.requested_at, place.id);
}

bool matches(const Request& request, const RequestFilter& filter) {
  return (!filter.user_id || request.access.user_id == *filter.user_id) &&
         (!filter.status || request.status == *filter.status);
}

}  // namespace

MemoryStore::Tables MemoryStore::tables() const {
  const std::scoped_lock lock(mutex_);
  return tables_;
}

// ---- Ledger ------------------------------------------------------------------------------------------------------

Result<CommitOutcome> MemoryStore::commit(const Step& step) {
  const std::scoped_lock lock(mutex_);
  if (!std::ranges::all_of(step.requests, grows<Request>) ||
      !std::ranges::all_of(step.assignments, grows<Assignment>)) {
    return fail(ErrorCode::kInternal, "The store was asked to do something impossible.", "a version does not grow");
  }
  if (!conditions_hold(step)) return CommitOutcome::kConflict;
  apply(step);
  return CommitOutcome::kCommitted;
}

bool MemoryStore::conditions_hold(const Step& step) const {
  if (step.takes_over && !is_as_found(*step.takes_over)) return false;
  const auto request_fits = [&](const Change<Request>& change) {
    const bool is_new = !tables_.earlier.contains(change.record.id);
    if (!is_new && !(step.takes_over && step.takes_over->id == change.record.id)) return false;
    return version_in(tables_.requests, change.record.id) == change.expected_version;
  };
  const auto assignment_fits = [&](const Change<Assignment>& change) {
    return version_in(tables_.assignments, change.record.key) == change.expected_version;
  };
  if (repeats(step.requests, &Request::id) || repeats(step.assignments, &Assignment::key)) return false;
  if (!std::ranges::all_of(step.requests, request_fits)) return false;
  if (!std::ranges::all_of(step.assignments, assignment_fits)) return false;
  if (step.unchanged && version_in(tables_.assignments, step.unchanged->key) != step.unchanged->version) return false;
  if (step.under) {
    const auto held = find_in(tables_.claims, step.under->lane);
    if (!held || held->epoch != step.under->epoch) return false;
  }
  if (step.binding && !may_bind(*step.binding)) return false;
  if (step.idempotency) {
    const auto known = find_in(tables_.idempotency, step.idempotency->key);
    if (known && known->expires_at > step.idempotency->stored_at) return false;
  }
  return events_are_new(step);
}

bool MemoryStore::events_are_new(const Step& step) const {
  return std::ranges::none_of(step.events, [&](const AuditEvent& event) {
    if (hashes_.contains(event.hash)) return true;
    const auto places = chain_places_.find(event.chain);
    return places != chain_places_.end() && static_cast<std::int64_t>(places->second.size()) >= event.sequence;
  });
}

bool MemoryStore::may_bind(const Binding& binding) const {
  return std::ranges::all_of(tables_.bindings, [&](const auto& bound) {
    return (bound.first == binding.subject) == (bound.second == binding.user_id);
  });
}

void MemoryStore::apply(const Step& step) {
  if (step.takes_over) tables_.earlier.erase(step.takes_over->id);
  for (const auto& change : step.requests) {
    tables_.requests.insert_or_assign(change.record.id, change.record);
    tables_.overwritten.erase(change.record.id);
  }
  for (const auto& change : step.assignments) tables_.assignments.insert_or_assign(change.record.key, change.record);
  for (const AuditEvent& event : step.events) {
    chain_places_[event.chain].push_back(tables_.events.size());
    tables_.events.push_back({.position = static_cast<std::int64_t>(tables_.events.size()) + 1, .event = event});
    hashes_.insert(event.hash);
  }
  const auto forget = [&](const std::string& id) {
    tables_.work.erase(id);
    tables_.damaged_work.erase(id);
    tables_.work_set_aside.erase(id);
    tables_.foreign_work.erase(id);
  };
  for (const std::string& id : step.settled) forget(id);
  for (const OwedWork& work : step.owed) {
    forget(work.id);
    tables_.work.emplace(work.id, work);
  }
  if (step.binding) tables_.bindings.insert_or_assign(step.binding->subject, step.binding->user_id);
  if (step.idempotency) tables_.idempotency.insert_or_assign(step.idempotency->key, *step.idempotency);
}

Result<std::optional<Request>> MemoryStore::request(const RequestId& id) {
  const std::scoped_lock lock(mutex_);
  if (tables_.damaged_requests.contains(id)) return damaged("request " + id.str());
  if (const auto earlier = find_in(tables_.earlier, id)) {
    auto read = earlier_request_from(*earlier);
    if (!read) return fail(read.error());
    return std::move(read->request);
  }
  const auto stored = find_in(tables_.requests, id);
  if (!stored || !tables_.overwritten.contains(id)) return stored;
  auto read = request_from(as_stored(*stored));
  if (!read) return fail(read.error());
  return std::move(*read);
}

Result<std::optional<Assignment>> MemoryStore::assignment(const AssignmentKey& key) {
  const std::scoped_lock lock(mutex_);
  if (tables_.damaged_assignments.contains(key)) return damaged("assignment " + key.str());
  return find_in(tables_.assignments, key);
}

Result<std::optional<Binding>> MemoryStore::binding_of(const Subject& subject) {
  const std::scoped_lock lock(mutex_);
  const auto user = find_in(tables_.bindings, subject);
  if (!user) return std::nullopt;
  return Binding{.subject = subject, .user_id = *user};
}

Result<std::optional<Binding>> MemoryStore::binding_of(const UserId& user) {
  const std::scoped_lock lock(mutex_);
  for (const auto& [subject, bound] : tables_.bindings) {
    if (bound == user) return Binding{.subject = subject, .user_id = bound};
  }
  return std::nullopt;
}

Result<std::optional<IdempotencyRecord>> MemoryStore::idempotency(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  return find_in(tables_.idempotency, key);
}

Result<std::vector<AuditEvent>> MemoryStore::events(const std::string& chain, std::int64_t after_sequence,
                                                    std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  std::vector<AuditEvent> events;
  for (const PlacedEvent& placed : tables_.events) {
    if (events.size() == limit) break;
    if (placed.event.chain != chain || placed.event.sequence <= after_sequence) continue;
    if (tables_.damaged_events.contains(placed.event.hash)) return damaged("an event of " + chain);
    events.push_back(placed.event);
  }
  return events;
}

Result<std::optional<AuditEvent>> MemoryStore::last_event(const std::string& chain) {
  const std::scoped_lock lock(mutex_);
  const auto places = chain_places_.find(chain);
  if (places == chain_places_.end()) return std::nullopt;
  const AuditEvent& last = tables_.events.at(places->second.back()).event;
  if (tables_.damaged_events.contains(last.hash)) return damaged("an event of " + chain);
  return last;
}

Result<bool> MemoryStore::has_event(const AuditEvent& event) {
  const std::scoped_lock lock(mutex_);
  return hashes_.contains(event.hash);
}

// ---- Work queue --------------------------------------------------------------------------------------------------

bool MemoryStore::is_known(const OwedWork& work) const {
  return !tables_.foreign_work.contains(work.id) && !tables_.work_set_aside.contains(work.id);
}

bool MemoryStore::is_claimed(const std::string& lane, Instant now) const {
  const auto held = find_in(tables_.claims, lane);
  return held && held->until > now && held->claimed_at <= now + kClockSkew;
}

Result<std::vector<std::string>> MemoryStore::due_lanes(WorkClass wanted, Instant now, std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  std::vector<OwedWork> due;
  for (const auto& [id, work] : tables_.work) {
    const bool counts = is_known(work) && work_class(work.kind) == wanted && work.due <= now;
    if (counts && !is_claimed(work.lane, now)) due.push_back(work);
  }
  std::ranges::sort(due, goes_before);
  std::vector<std::string> lanes;
  std::set<std::string> seen;
  for (const OwedWork& work : due) {
    if (lanes.size() == limit) break;
    if (seen.insert(work.lane).second) lanes.push_back(work.lane);
  }
  return lanes;
}

Result<std::optional<Claim>> MemoryStore::claim(const std::string& lane, Instant now, Instant until) {
  const std::scoped_lock lock(mutex_);
  if (is_claimed(lane, now)) return std::nullopt;
  const Claim claim{.lane = lane, .epoch = ++last_epoch_, .claimed_at = now, .until = until};
  tables_.claims.insert_or_assign(lane, claim);
  return claim;
}

Status MemoryStore::release(const Claim& claim) {
  const std::scoped_lock lock(mutex_);
  const auto held = tables_.claims.find(claim.lane);
  if (held != tables_.claims.end() && held->second.epoch == claim.epoch) tables_.claims.erase(held);
  return {};
}

Result<std::vector<OwedWork>> MemoryStore::in_lane(const std::string& lane, Instant now) {
  const std::scoped_lock lock(mutex_);
  std::vector<OwedWork> found;
  std::string told;
  for (const auto& [id, work] : tables_.work) {
    if (work.lane != lane || !is_known(work) || (work.due > now && !work.in_flight)) continue;
    if (tables_.damaged_work.contains(id)) {
      tables_.work_set_aside.insert(id);
      told += " " + id;
    } else {
      found.push_back(work);
    }
  }
  if (!told.empty()) return damaged("owed work" + told);
  std::ranges::sort(found, goes_before);
  if (found.size() > kMostWork) found.resize(kMostWork);
  return found;
}

Result<std::optional<OwedWork>> MemoryStore::work(const std::string& id) {
  const std::scoped_lock lock(mutex_);
  if (tables_.damaged_work.contains(id)) return damaged("owed work " + id);
  auto work = find_in(tables_.work, id);
  if (work && !is_known(*work)) work.reset();
  return work;
}

Result<std::optional<Instant>> MemoryStore::next_due(WorkClass wanted, Instant after) {
  const std::scoped_lock lock(mutex_);
  std::optional<Instant> next;
  for (const auto& [id, work] : tables_.work) {
    if (is_known(work) && work_class(work.kind) == wanted && work.due > after)
      next = std::min(next.value_or(work.due), work.due);
  }
  return next;
}

Result<std::int64_t> MemoryStore::backlog(WorkClass wanted, Instant now) {
  const std::scoped_lock lock(mutex_);
  return std::ranges::count_if(tables_.work, [&](const auto& entry) {
    return is_known(entry.second) && work_class(entry.second.kind) == wanted && entry.second.due <= now;
  });
}

// ---- Request index -----------------------------------------------------------------------------------------------

Result<std::vector<Request>> MemoryStore::page(const RequestFilter& filter, std::size_t limit,
                                               const std::optional<PagePosition>& after) {
  const std::scoped_lock lock(mutex_);
  std::vector<Request> found;
  for (const auto& [id, request] : tables_.requests) {
    const bool readable = !tables_.damaged_requests.contains(id);
    if (readable && matches(request, filter) && (!after || comes_after(request, *after))) found.push_back(request);
  }
  for (const auto& [id, attributes] : tables_.earlier) {
    const auto read = earlier_request_from(attributes);
    if (!read || tables_.unindexed.contains(id)) continue;
    const Request& request = read->request;
    const bool by_status = !filter.status || read->status == word(*filter.status);
    if (by_status && matches(request, {.user_id = filter.user_id}) && (!after || comes_after(request, *after))) {
      found.push_back(request);
    }
  }
  std::ranges::sort(found, is_newer);
  if (found.size() > limit) found.resize(limit);
  return found;
}

// ---- Audit log ---------------------------------------------------------------------------------------------------

Result<std::vector<PlacedEvent>> MemoryStore::events_after(std::int64_t position, std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  std::vector<PlacedEvent> found;
  for (const PlacedEvent& placed : tables_.events) {
    if (found.size() == limit) break;
    if (placed.position <= position) continue;
    if (tables_.damaged_events.contains(placed.event.hash)) return damaged("an event");
    found.push_back(placed);
  }
  return found;
}

Result<std::optional<Checkpoint>> MemoryStore::last_checkpoint() {
  const std::scoped_lock lock(mutex_);
  if (tables_.checkpoints.empty()) return std::nullopt;
  return tables_.checkpoints.back();
}

Result<std::vector<Checkpoint>> MemoryStore::checkpoints_after(std::int64_t number, std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  std::vector<Checkpoint> found;
  for (const Checkpoint& checkpoint : tables_.checkpoints) {
    if (found.size() == limit) break;
    if (checkpoint.number > number) found.push_back(checkpoint);
  }
  return found;
}

Result<bool> MemoryStore::append(const Checkpoint& checkpoint) {
  const std::scoped_lock lock(mutex_);
  const std::int64_t last = tables_.checkpoints.empty() ? 0 : tables_.checkpoints.back().number;
  if (checkpoint.number != last + 1) return false;
  tables_.checkpoints.push_back(checkpoint);
  return true;
}

}  // namespace curfew::test
