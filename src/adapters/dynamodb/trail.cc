#include "adapters/dynamodb/trail.h"

#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "adapters/dynamodb/keys.h"
#include "adapters/dynamodb/transaction.h"

namespace curfew::dynamodb {
namespace {

// A transaction takes a hundred items, an item 400 KB.
constexpr std::size_t kMostLists = 99;
constexpr std::size_t kMostBytes = std::size_t{200} * 1024;

struct Stretch {
  std::int64_t first = 0;  // position of its first event
  std::vector<EventName> events;
};

Result<Stretch> stretch_in(const Item& item) {
  const std::string sort_key = text_in(item, kSk).value_or("");
  Stretch stretch;
  const auto [end, error] = std::from_chars(sort_key.data(), sort_key.data() + sort_key.size(), stretch.first);
  auto names = names_in(item);
  if (error != std::errc{} || twenty_digits(stretch.first) != sort_key || !names) {
    return damaged_record("the stretch of the audit trail at " + sort_key);
  }
  stretch.events = *std::move(names);
  return stretch;
}

// The last stretch that begins at `position` or before.
Result<std::optional<Stretch>> stretch_at(Tables& tables, std::int64_t position) {
  const auto item = tables.first({.table = tables.settings().ledger_table,
                                  .condition = in_partition(kTrail, "<=", twenty_digits(position)),
                                  .descending = true,
                                  .page = 1});
  if (!item) return fail(item.error());
  if (!*item) return std::optional<Stretch>{};
  Result<Stretch> stretch = stretch_in(**item);
  if (!stretch) return fail(std::move(stretch.error()));
  return std::optional<Stretch>(*std::move(stretch));
}

Result<std::int64_t> end_of_trail(Tables& tables) {
  const auto last = stretch_at(tables, std::numeric_limits<std::int64_t>::max());
  if (!last) return fail(last.error());
  if (!*last) return 0;
  return (*last)->first + static_cast<std::int64_t>((*last)->events.size()) - 1;
}

Expression absent() { return {.text = "attribute_not_exists(#pk)", .names = {{"#pk", std::string(kPk)}}}; }
Expression present() { return {.text = "attribute_exists(#pk)", .names = {{"#pk", std::string(kPk)}}}; }

// As many of `lists`, from `begin` on, as fit into one stretch; moves `begin` behind them.
std::vector<UnplacedEvents> next_stretch(const std::vector<UnplacedEvents>& lists, std::size_t& begin) {
  std::vector<UnplacedEvents> taken;
  std::size_t bytes = 0;
  for (; begin < lists.size() && taken.size() < kMostLists; ++begin) {
    for (const EventName& name : lists[begin].events) bytes += line_of(name).size();
    if (bytes > kMostBytes && !taken.empty()) break;
    taken.push_back(lists[begin]);
  }
  return taken;
}

Result<CommitOutcome> append(Tables& tables, const std::vector<UnplacedEvents>& lists, std::int64_t& end) {
  const std::string& table = tables.settings().ledger_table;
  Transaction transaction(tables.new_token());
  std::vector<EventName> names;
  for (const UnplacedEvents& list : lists) {
    names.insert(names.end(), list.events.begin(), list.events.end());
    if (!transaction.remove(table, key_of(list), present())) return damaged_record("a list of unplaced events twice");
  }
  if (!transaction.put(table, ledger_key(kTrail, twenty_digits(end + 1)), item_of_names(names), absent())) {
    return damaged_record("a stretch of the audit trail twice");
  }
  end += static_cast<std::int64_t>(names.size());
  return transaction.commit(tables);
}

// False when somebody else placed some of them, or nobody knows: read again.
Result<bool> place(Tables& tables, const std::vector<UnplacedEvents>& lists) {
  Result<std::int64_t> end = end_of_trail(tables);
  if (!end) return fail(std::move(end.error()));
  for (std::size_t begin = 0; begin < lists.size();) {
    const auto outcome = append(tables, next_stretch(lists, begin), *end);
    if (!outcome) return fail(outcome.error());
    if (*outcome != CommitOutcome::kCommitted) return false;
  }
  return true;
}

}  // namespace

Status place_events(Tables& tables) {
  for (int next = 1; next <= kMostTries; ++next) {
    const auto seen = read_unplaced(tables);
    if (!seen) return fail(seen.error());
    if (seen->empty()) return {};
    const auto now = read_unplaced(tables);
    if (!now) return fail(now.error());
    const auto order = placing_order(*seen, *now);
    if (!order) return fail(order.error());
    const auto placed = place(tables, *order);
    if (!placed) return fail(placed.error());
    if (*placed) return {};
    tables.back_off(next);
  }
  return fail(ErrorCode::kUnavailable, "The audit trail is busy. Try again.", "others place events all the time");
}

Result<std::vector<PlacedName>> names_after(Tables& tables, std::int64_t position, std::size_t limit) {
  const auto first = stretch_at(tables, position + 1);
  if (!first) return fail(first.error());
  const std::int64_t from = *first ? (*first)->first : 0;
  std::vector<PlacedName> names;
  const Query onwards{.table = tables.settings().ledger_table,
                      .condition = in_partition(kTrail, ">=", twenty_digits(from))};
  const Status read = tables.each(onwards, [&](const Item& item) -> Result<bool> {
    Result<Stretch> stretch = stretch_in(item);
    if (!stretch) return fail(std::move(stretch.error()));
    std::int64_t here = stretch->first;
    for (EventName& event : stretch->events) {
      if (here > position && names.size() < limit) names.push_back({.position = here, .event = std::move(event)});
      ++here;
    }
    return names.size() < limit;
  });
  if (!read) return fail(read.error());
  return names;
}

}  // namespace curfew::dynamodb
