#include "adapters/dynamodb/audit_log.h"

#include <algorithm>
#include <map>
#include <utility>

#include "adapters/dynamodb/keys.h"
#include "adapters/dynamodb/records.h"
#include "adapters/dynamodb/transaction.h"

namespace curfew::dynamodb {
namespace {

constexpr std::size_t kMost = 10'000;

std::size_t bounded(std::size_t limit) { return std::clamp<std::size_t>(limit, 1, kMost); }

Result<Checkpoint> checkpoint_in(const Item& item) {
  const std::string sort_key = text_in(item, kSk).value_or("");
  const std::string what = "checkpoint " + sort_key;
  Result<Checkpoint> checkpoint = record_in(item, what, checkpoint_from);
  if (checkpoint && twenty_digits(checkpoint->number) != sort_key) return misplaced(what);
  return checkpoint;
}

using ItemKey = std::pair<std::string, std::string>;

ItemKey key_in(const Item& item) { return {text_in(item, kPk).value_or(""), text_in(item, kSk).value_or("")}; }

Result<PlacedEvent> placed(const PlacedName& name, const std::map<ItemKey, const Item*>& items) {
  const EventName& wanted = name.event;
  const std::string what = "event " + std::to_string(wanted.sequence) + " of " + wanted.chain + ", at position " +
                           std::to_string(name.position) + " of the trail";
  const auto found = items.find(key_in(event_key(wanted.chain, wanted.sequence)));
  if (found == items.end()) return damaged_record(what + ", was removed");
  Result<AuditEvent> event = event_in(*found->second, wanted.chain, wanted.sequence);
  if (!event) return fail(std::move(event.error()));
  if (event->hash != wanted.hash) return damaged_record(what + ", was exchanged");
  return PlacedEvent{.position = name.position, .event = *std::move(event)};
}

}  // namespace

Result<std::vector<PlacedEvent>> DynamoAuditLog::events_after(std::int64_t position, std::size_t limit) {
  if (Status all = place_events(tables_); !all) return fail(std::move(all.error()));
  const auto names = names_after(tables_, std::max<std::int64_t>(0, position), bounded(limit));
  if (!names) return fail(names.error());
  return events_of(*names);
}

Result<std::vector<PlacedEvent>> DynamoAuditLog::events_of(const std::vector<PlacedName>& names) {
  std::map<ItemKey, Item> wanted;  // each once: DynamoDB takes no key twice
  for (const PlacedName& name : names) {
    Item key = event_key(name.event.chain, name.event.sequence);
    wanted.emplace(key_in(key), std::move(key));
  }
  std::vector<Item> keys;
  keys.reserve(wanted.size());
  for (auto& [place, key] : wanted) keys.push_back(std::move(key));
  const auto items = tables_.get_all(tables_.settings().ledger_table, keys);
  if (!items) return fail(items.error());
  std::map<ItemKey, const Item*> by_key;
  for (const Item& item : *items) by_key.insert_or_assign(key_in(item), &item);
  std::vector<PlacedEvent> events;
  events.reserve(names.size());
  for (const PlacedName& name : names) {
    Result<PlacedEvent> event = placed(name, by_key);
    if (!event) return fail(std::move(event.error()));
    events.push_back(*std::move(event));
  }
  return events;
}

Result<std::optional<Checkpoint>> DynamoAuditLog::last_checkpoint() {
  const auto item = tables_.first({.table = tables_.settings().ledger_table,
                                   .condition = in_partition(kCheckpoints),
                                   .descending = true,
                                   .page = 1});
  if (!item) return fail(item.error());
  if (!*item) return std::nullopt;
  Result<Checkpoint> checkpoint = checkpoint_in(**item);
  if (!checkpoint) return fail(std::move(checkpoint.error()));
  return *std::move(checkpoint);
}

Result<std::vector<Checkpoint>> DynamoAuditLog::checkpoints_after(std::int64_t number, std::size_t limit) {
  const std::size_t most = bounded(limit);
  std::vector<Checkpoint> checkpoints;
  const Query after{.table = tables_.settings().ledger_table,
                    .condition = in_partition(kCheckpoints, ">", twenty_digits(number))};
  const Status read = tables_.each(after, [&](const Item& item) -> Result<bool> {
    Result<Checkpoint> checkpoint = checkpoint_in(item);
    if (!checkpoint) return fail(std::move(checkpoint.error()));
    checkpoints.push_back(*std::move(checkpoint));
    return checkpoints.size() < most;
  });
  if (!read) return fail(read.error());
  return checkpoints;
}

Result<bool> DynamoAuditLog::append(const Checkpoint& checkpoint) {
  if (checkpoint.number < 1) return false;
  const std::string& table = tables_.settings().ledger_table;
  const auto pk = std::map<std::string, std::string>{{"#pk", std::string(kPk)}};
  Transaction transaction(tables_.new_token());
  bool added = transaction.put(table, checkpoint_key(checkpoint.number), item_of(to_attributes(checkpoint)),
                               {.text = "attribute_not_exists(#pk)", .names = pk, .values = {}});
  if (checkpoint.number > 1) {
    added = added && transaction.check(table, checkpoint_key(checkpoint.number - 1),
                                       {.text = "attribute_exists(#pk)", .names = pk, .values = {}});
  }
  if (!added) return false;
  const auto outcome = transaction.commit(tables_);
  if (!outcome) return fail(outcome.error());
  if (*outcome == CommitOutcome::kUnknown) return is_stored(checkpoint);
  return *outcome == CommitOutcome::kCommitted;
}

// After a commit of unknown outcome: true and false are certain, since a number is taken once.
Result<bool> DynamoAuditLog::is_stored(const Checkpoint& checkpoint) {
  const auto item = tables_.get(tables_.settings().ledger_table, checkpoint_key(checkpoint.number));
  if (item && *item) {
    const Result<Checkpoint> stored = checkpoint_in(**item);
    if (stored) return stored->hash == checkpoint.hash;
  }
  return fail_unknown(ErrorCode::kUnavailable, "The store did not confirm the checkpoint. The next one will tell.",
                      "checkpoint " + std::to_string(checkpoint.number));
}

}  // namespace curfew::dynamodb
