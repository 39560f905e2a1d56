#include "simulation/people/earlier_functions.h"

#include <array>
#include <chrono>
#include <utility>

#include "simulation/world.h"
#include "support/world.h"

namespace curfew::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 5> kStatuses{"ACTIVE", "ACTIVE", "ERROR", "PENDING", "REVOKED"};

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html: usually within a fraction of a second.
constexpr Millis kIndexLag = seconds(2);

std::string text_in(const Attributes& record, std::string_view name) {
  const auto found = record.find(name);
  const auto* text = found == record.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string{} : *text;
}

}  // namespace

void EarlierFunctions::begin() {
  leave_records();
  around_.air.scheduler.spawn(kWorldItself, "earlier functions", [this] {
    while (true) {
      around_.air.scheduler.sleep(around_.air.dice.between(minutes(1), minutes(10)));
      if (around_.air.faults.stopped()) return;
      if (around_.air.faults.strikes(Fault::kEarlierFunctions)) grant(around_.air.dice.below(3) == 0);
    }
  });
}

void EarlierFunctions::leave_records() {
  const std::uint64_t records = around_.air.dice.below(5);
  for (std::uint64_t i = 0; i < records; ++i) {
    const std::string status(around_.air.dice.one_of(kStatuses));
    const bool over = status == "ERROR" || around_.air.dice.coin();
    const Millis ago =
        over ? around_.air.dice.between(hours(1), hours(72)) : around_.air.dice.between(minutes(6), minutes(50));
    const test::EarlierWish wish{
        .id = new_id(), .access = some_key(), .status = status, .asked_at = around_.air.scheduler.now() - ago};
    const bool gave = (status == "ACTIVE" || status == "ERROR") && around_.air.dice.below(5) != 0;
    if (gave) give(wish.access);
    write(wish);
    shown_[wish.id] = around_.air.scheduler.now();
    around_.store.memory().tamper([&](test::MemoryStore::Tables& tables) { tables.unindexed.erase(wish.id); });
  }
}

// First the assignment, then the record: in between nobody knows of it. An approval writes into the record of a wish.
void EarlierFunctions::grant(bool approve) {
  const test::EarlierWish wish{.id = new_id(),
                               .access = some_key(),
                               .status = approve ? "PENDING" : "ACTIVE",
                               .asked_at = around_.air.scheduler.now(),
                               .lasts = around_.air.dice.between(minutes(5), minutes(30))};
  if (approve) write(wish);
  after(approve ? around_.air.dice.between(seconds(10), minutes(8)) : Millis(0), [this, wish, approve] {
    give(wish.access);
    around_.air.scheduler.sleep(around_.air.dice.between(seconds(1), seconds(40)));
    if (approve) {
      const auto now = unix_seconds(floor_seconds(around_.air.scheduler.now()));
      update(wish.id, {{"Status", "ACTIVE"},
                       {"ApproverEmail", "mia@example.com"},
                       {"ApprovalTimestamp", now},
                       {"GrantedTimestamp", now},
                       {"ExpirationTimestamp", now + 600}});
    } else {
      write(wish);
    }
    after(wish.lasts, [this, wish] { end(wish.id, wish.access); });
  });
}

void EarlierFunctions::end(const RequestId& id, const AssignmentKey& key) {
  const auto record = around_.store.memory().record(id);
  const bool ours = record && *record && (*record)->contains("Version");
  const bool taken_over = ours && text_in(**record, "Status") != "ACTIVE";
  if (taken_over) return;  // its timer is gone with it
  const bool fails = around_.air.dice.below(4) == 0;
  note(fails ? "earlier functions cannot take away" : "earlier functions take away", key.str());
  if (fails) return update(id, {{"Status", "ERROR"}, {"ErrorMessage", "ConflictException"}});
  around_.center.take_by_hand(key);
  update(id, {{"Status", "REVOKED"},
              {"RevocationType", "AUTO"},
              {"RevokedTimestamp", unix_seconds(floor_seconds(around_.air.scheduler.now()))}});
}

void EarlierFunctions::give(const AssignmentKey& key) {
  note("earlier functions give", key.str());
  around_.center.add_by_hand(key, true);
}

void EarlierFunctions::write(const test::EarlierWish& wish) {
  note("earlier functions write " + wish.status, wish.id.str());
  const bool gave = wish.status == "ACTIVE" || wish.status == "ERROR";
  if (gave) around_.center.record_names(wish.access);
  around_.store.memory().tamper([&](test::MemoryStore::Tables& tables) {
    tables.earlier[wish.id] = test::earlier_record(wish);
    tables.unindexed.insert(wish.id);
  });
  after(around_.air.dice.between(Millis(1), kIndexLag), [this, id = wish.id] {
    shown_.try_emplace(id, around_.air.scheduler.now());
    around_.store.memory().tamper([&](test::MemoryStore::Tables& tables) { tables.unindexed.erase(id); });
  });
}

void EarlierFunctions::update(const RequestId& id, Attributes values) {
  around_.store.memory().tamper([&](test::MemoryStore::Tables& tables) {
    const auto record = tables.earlier.find(id);
    Attributes& written = record == tables.earlier.end() ? tables.overwritten[id] : record->second;
    for (auto& [name, value] : values) written.insert_or_assign(name, std::move(value));
    if (record == tables.earlier.end() || text_in(record->second, "Status") != "ACTIVE") return;
    const auto request = earlier_request_from(record->second);
    if (request) around_.center.record_names(request->request.access);
    shown_[id] = around_.air.scheduler.now() + kIndexLag;
  });
  note("earlier functions update", id.str());
}

std::optional<Instant> EarlierFunctions::named_since(const AssignmentKey& key) const {
  return around_.store.memory().inspect([&](const test::MemoryStore::Tables& tables) {
    std::optional<Instant> since;
    for (const auto& [id, record] : tables.earlier) {
      const auto read = earlier_request_from(record);
      const auto shown = shown_.find(id);
      const bool gave = read && (read->status == "ACTIVE" || read->status == "ERROR") && read->request.access == key;
      if (gave && shown != shown_.end()) since = std::min(since.value_or(shown->second), shown->second);
    }
    return since;
  });
}

AssignmentKey EarlierFunctions::some_key() {
  const auto catalog = test::usual_catalog();
  return {.user_id = around_.air.dice.one_of(people_.all()).user_id,
          .account_id = catalog.account(around_.air.dice.one_of(around_.accounts))->id,
          .permission_set_arn = catalog.permission_set(around_.air.dice.one_of(around_.permission_sets))->arn};
}

RequestId EarlierFunctions::new_id() {
  std::string number = std::to_string(++records_);
  number.insert(0, 12 - number.size(), '0');
  return RequestId("0b0e5a1c-5c1e-4c0e-9a37-" + number);
}

void EarlierFunctions::after(Millis time, std::function<void()> task) {
  around_.air.scheduler.spawn(kWorldItself, "earlier functions", [this, time, task = std::move(task)] {
    around_.air.scheduler.sleep(time);
    task();
  });
}

void EarlierFunctions::note(std::string_view what, const std::string& about) {
  around_.air.trace.note(around_.air.scheduler.now(), "the world", what, about);
}

}  // namespace curfew::simulation
