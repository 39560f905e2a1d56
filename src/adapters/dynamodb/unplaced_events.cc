#include "adapters/dynamodb/unplaced_events.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <functional>
#include <map>
#include <queue>
#include <set>
#include <utility>

#include "adapters/dynamodb/keys.h"

namespace curfew::dynamodb {
namespace {

constexpr std::string_view kEvents = "Events";

// Which list has to stand before which.
class Precedence {
 public:
  explicit Precedence(const std::vector<UnplacedEvents>& lists) : before_(lists.size()) {
    std::map<std::pair<std::string, std::int64_t>, std::size_t> holders;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      for (const EventName& event : lists[i].events) holders.insert_or_assign({event.chain, event.sequence}, i);
    }
    for (std::size_t i = 0; i < lists.size(); ++i) {
      for (const EventName& event : lists[i].events) {
        const auto holder = holders.find({event.chain, event.sequence - 1});
        if (holder != holders.end() && holder->second != i) before_[i].insert(holder->second);
      }
    }
  }

  // `wanted` and everything that has to stand before them.
  [[nodiscard]] std::set<std::size_t> with_all_before(std::vector<std::size_t> wanted) const {
    std::set<std::size_t> all;
    while (!wanted.empty()) {
      const std::size_t next = wanted.back();
      wanted.pop_back();
      if (!all.insert(next).second) continue;
      wanted.insert(wanted.end(), before_[next].begin(), before_[next].end());
    }
    return all;
  }

  // Those of `lists`, which holds all that stand before any of them, each after all that have to stand before it, and
  // otherwise by their numbers. Shorter than `lists` when they go round in a circle.
  [[nodiscard]] std::vector<std::size_t> sorted(const std::set<std::size_t>& lists) const {
    std::map<std::size_t, std::size_t> waits_for;
    std::map<std::size_t, std::vector<std::size_t>> after;
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> free;
    for (const std::size_t list : lists) {
      waits_for[list] = before_[list].size();
      if (before_[list].empty()) free.push(list);
      for (const std::size_t other : before_[list]) after[other].push_back(list);
    }
    std::vector<std::size_t> order;
    while (!free.empty()) {
      const std::size_t next = free.top();
      free.pop();
      order.push_back(next);
      for (const std::size_t waiting : after[next]) {
        if (--waits_for[waiting] == 0) free.push(waiting);
      }
    }
    return order;
  }

 private:
  std::vector<std::set<std::size_t>> before_;
};

}  // namespace

EventName name_of(const AuditEvent& event) {
  return {.chain = event.chain, .sequence = event.sequence, .hash = event.hash};
}

std::string line_of(const EventName& name) {
  return std::to_string(name.sequence) + " " + name.hash + " " + name.chain;
}

std::optional<EventName> event_name_from(std::string_view line) {
  EventName name;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), name.sequence);
  const auto digits = static_cast<std::size_t>(end - line.data());
  const std::size_t space = line.find(' ', digits + 1);
  if (error != std::errc{} || !line.substr(digits).starts_with(' ') || space == std::string_view::npos) {
    return std::nullopt;
  }
  name.hash = line.substr(digits + 1, space - digits - 1);
  name.chain = line.substr(space + 1);
  return name;
}

std::optional<std::vector<EventName>> names_in(const Item& item) {
  const auto lines = list_in(item, kEvents);
  if (!lines) return std::nullopt;
  std::vector<EventName> names;
  for (const std::string& line : *lines) {
    std::optional<EventName> name = event_name_from(line);
    if (!name) return std::nullopt;
    names.push_back(*std::move(name));
  }
  return names;
}

Item item_of_names(const std::vector<EventName>& names) {
  std::vector<std::string> lines;
  for (const EventName& name : names) lines.push_back(line_of(name));
  return item_of({{std::string(kEvents), std::move(lines)}});
}

UnplacedEvents unplaced(const std::vector<AuditEvent>& events, std::int64_t order, const std::string& token) {
  UnplacedEvents list{.sort_key = twenty_digits(order) + "/" + token, .events = {}};
  for (const AuditEvent& event : events) list.events.push_back(name_of(event));
  return list;
}

Item key_of(const UnplacedEvents& list) { return ledger_key(kUnplaced, list.sort_key); }

Result<std::vector<UnplacedEvents>> read_unplaced(Tables& tables) {
  std::vector<UnplacedEvents> lists;
  const Query all{.table = tables.settings().ledger_table, .condition = in_partition(kUnplaced)};
  const Status read = tables.each(all, [&](const Item& item) -> Result<bool> {
    std::string sort_key = text_in(item, kSk).value_or("");
    auto names = names_in(item);
    if (!names) return damaged_record("the unplaced events " + sort_key);
    lists.push_back({.sort_key = std::move(sort_key), .events = *std::move(names)});
    return true;
  });
  if (!read) return fail(read.error());
  return lists;
}

Result<std::vector<UnplacedEvents>> placing_order(const std::vector<UnplacedEvents>& seen,
                                                  const std::vector<UnplacedEvents>& now) {
  std::set<std::string> seen_keys;
  for (const UnplacedEvents& list : seen) seen_keys.insert(list.sort_key);
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (seen_keys.contains(now[i].sort_key)) wanted.push_back(i);
  }
  const Precedence precedence(now);
  const std::set<std::size_t> chosen = precedence.with_all_before(std::move(wanted));
  const std::vector<std::size_t> order = precedence.sorted(chosen);
  if (order.size() != chosen.size()) return damaged_record("unplaced events that stand before one another");
  std::vector<UnplacedEvents> lists;
  for (const std::size_t i : order) lists.push_back(now[i]);
  return lists;
}

std::int64_t CommitOrder::next() {
  const std::scoped_lock lock(mutex_);
  last_ = std::max(last_ + 1, unix_millis(clock_.now()) * 1000);
  return last_;
}

}  // namespace curfew::dynamodb
