#include "simulation/people/misfortunes.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "domain/earlier_request.h"

namespace curfew::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Of a request that is over, it only takes a timer away that would go by itself.
bool sets_timer(const test::MemoryStore::Tables& tables, const OwedWork& work) {
  if (work.kind != WorkKind::kTimer) return false;
  const auto request = tables.requests.find(work.request_id);
  return request != tables.requests.end() && request->second.status == RequestStatus::kGranting;
}

// What our record says is there, or that of the deployment before: until it is ended nobody can tell who made it.
bool is_claimed(AssignmentState state) { return state == AssignmentState::kHeld || state == AssignmentState::kAdopted; }

// A record that nobody has taken over yet says that this access was given: as much ours as what our own record holds.
bool is_left_from_before(const test::MemoryStore::Tables& tables, const AssignmentKey& key) {
  return std::ranges::any_of(tables.earlier, [&](const auto& entry) {
    const auto earlier = earlier_request_from(entry.second);
    return earlier && earlier->request.access == key && earlier->request.status != RequestStatus::kPending &&
           is_to_be_adopted(earlier->request);
  });
}

// A look this old may still be acted on: as old as the lifecycle allows, and a little for the calls in between.
constexpr Millis kFreshLook = seconds(90);

}  // namespace

void Misfortunes::begin() {
  around_.air.scheduler.spawn(kWorldItself, "misfortune", [this] {
    while (!around_.air.faults.stopped()) {
      around_.air.scheduler.sleep(around_.air.dice.between(seconds(10), minutes(6)));
      strike();
    }
  });
}

void Misfortunes::strike() {
  if (strikes(Fault::kAllDie)) everybody_dies();
  if (strikes(Fault::kClockSteps)) clock_steps();
  if (strikes(Fault::kCatalogChanges)) change_catalog();
  strike_work();
  strike_people_and_assignments();
}

void Misfortunes::strike_work() {
  if (strikes(Fault::kWorkLost)) lose_work();
  if (strikes(Fault::kTimerLate)) delay_a_timer();
  if (strikes(Fault::kTimerEarly)) run_a_timer_early();
}

void Misfortunes::strike_people_and_assignments() {
  if (strikes(Fault::kAddedByHand)) add_by_hand();
  if (strikes(Fault::kTakenByHand)) take_by_hand();
  if (strikes(Fault::kThroughGroup)) give_through_group();
  if (strikes(Fault::kUserDeleted)) delete_user();
}

// ---- Servers and their work --------------------------------------------------------------------------------------

void Misfortunes::everybody_dies() {
  for (const auto& server : servers_) {
    if (server->is_alive()) server->die();
  }
}

void Misfortunes::clock_steps() {
  Server& server = *around_.air.dice.one_of(servers_);
  server.clock().set_offset(around_.air.dice.between(-clocks_off_, clocks_off_));
  note("clock steps", server.name());
}

// What only an operator or a fault of the store can do to a queue. The sweep is there for work of requests that are not
// over, and reconcile, where it may enforce, for the rest.
void Misfortunes::lose_work() {
  around_.store.memory().tamper([&](test::MemoryStore::Tables& tables) {
    std::vector<std::string> ids;
    for (const auto& [id, work] : tables.work) {
      const bool timer = work.kind == WorkKind::kEndLease || work.kind == WorkKind::kLapse || sets_timer(tables, work);
      const auto assignment = tables.assignments.find(work.assignment);
      const bool is_swept = assignment != tables.assignments.end() && !assignment->second.leases.empty();
      const bool drives =
          work.kind == WorkKind::kDriveAssignment && (is_swept || around_.reconcile_mode == ReconcileMode::kEnforce);
      if (timer || drives) ids.push_back(id);
    }
    if (ids.empty()) return;
    const std::string& lost = around_.air.dice.one_of(ids);
    note("owed work is lost", lost);
    tables.work.erase(lost);
  });
}

void Misfortunes::delay_a_timer() {
  around_.store.memory().tamper([&](test::MemoryStore::Tables& tables) {
    std::vector<OwedWork*> timers;
    for (auto& [id, work] : tables.work) {
      if (work.kind == WorkKind::kEndLease || work.kind == WorkKind::kLapse) timers.push_back(&work);
    }
    if (timers.empty()) return;
    OwedWork& late = *around_.air.dice.one_of(timers);
    late.due += around_.air.dice.between(seconds(10), minutes(20));
    note("a timer will be late", late.id);
  });
}

void Misfortunes::run_a_timer_early() {
  std::vector<RequestId> ids;
  around_.store.memory().inspect([&](const test::MemoryStore::Tables& tables) {
    for (const auto& [id, request] : tables.requests) ids.push_back(id);
  });
  Server* server = people_.any_server();
  if (ids.empty() || server == nullptr) return;
  const RequestId id = around_.air.dice.one_of(ids);
  note("a timer comes unbidden", id.str());
  around_.air.scheduler.spawn(server->owner(), server->name() + " timer", [this, server, id] {
    const auto ran = around_.air.dice.coin() ? server->app().timers.end_lease(id) : server->app().timers.lapse(id);
    static_cast<void>(ran);
  });
}

// ---- Identity Center and its administrators ----------------------------------------------------------------------

AssignmentKey Misfortunes::some_key() {
  const auto catalog = test::usual_catalog();
  return {.user_id = around_.air.dice.one_of(people_.all()).user_id,
          .account_id = catalog.account(around_.air.dice.one_of(around_.accounts))->id,
          .permission_set_arn = catalog.permission_set(around_.air.dice.one_of(around_.permission_sets))->arn};
}

bool Misfortunes::is_contested(const AssignmentKey& key) const {
  return around_.store.memory().inspect([&](const test::MemoryStore::Tables& tables) {
    if (is_left_from_before(tables, key)) return true;
    const auto found = tables.assignments.find(key);
    if (found == tables.assignments.end()) return false;
    const Assignment& record = found->second;
    const bool just_looked = record.seen_absent_at && around_.air.scheduler.now() - *record.seen_absent_at < kFreshLook;
    return record.operation || record.deleted_at || just_looked || is_claimed(record.state);
  });
}

void Misfortunes::add_by_hand() {
  const AssignmentKey key = some_key();
  note("an operator adds", key.str());
  around_.center.add_by_hand(key, is_contested(key));
}

void Misfortunes::take_by_hand() {
  std::vector<AssignmentKey> there;
  for (const Access& access : around_.center.accesses()) {
    if (!access.until) there.push_back(access.key);
  }
  if (there.empty()) return;
  const AssignmentKey& key = around_.air.dice.one_of(there);
  note("an operator takes away", key.str());
  around_.center.take_by_hand(key);
}

void Misfortunes::give_through_group() {
  const AssignmentKey key = some_key();
  note("a group gives", key.str());
  around_.center.set_through_group(key, true);
  after(around_.air.dice.between(minutes(1), minutes(30)),
        [this, key] { around_.center.set_through_group(key, false); });
}

void Misfortunes::delete_user() {
  const Person& person = around_.air.dice.one_of(people_.all());
  note("a user is deleted", person.email());
  around_.center.delete_user(person.user_id, strikes(Fault::kDeletedUserStays));
}

void Misfortunes::change_catalog() {
  circumstances_.catalog_changed = true;
  Catalog smaller = test::usual_catalog();
  std::erase_if(smaller.permission_sets, [](const CatalogPermissionSet& set) { return set.name == "EmergencyAdmin"; });
  note("the catalog changes", "EmergencyAdmin is gone");
  catalog_.set(std::move(smaller));
  after(around_.air.dice.between(minutes(1), minutes(10)), [this] { catalog_.set(test::usual_catalog()); });
}

// ------------------------------------------------------------------------------------------------------------------

void Misfortunes::after(Millis time, std::function<void()> task) {
  around_.air.scheduler.spawn(kWorldItself, "misfortune", [this, time, task = std::move(task)] {
    around_.air.scheduler.sleep(time);
    task();
  });
}

void Misfortunes::note(std::string_view what, std::string_view about) {
  around_.air.trace.note(around_.air.scheduler.now(), "the world", what, about);
}

}  // namespace curfew::simulation
