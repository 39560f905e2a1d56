#include "adapters/dynamodb/due_work.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "adapters/dynamodb/claims.h"
#include "adapters/dynamodb/keys.h"

namespace curfew::dynamodb {
namespace {

// Lanes whose claims are read in one call.
constexpr std::size_t kLanesAtOnce = 100;

// A priority beyond these waits in the nearest queue.
constexpr int kFirstPriority = kRevokePriority;
constexpr int kLastPriority = kMailPriority;

std::string queue_of(WorkClass work_class, int priority) {
  return std::string(word(work_class)) + "/" + std::to_string(std::clamp(priority, kFirstPriority, kLastPriority));
}

Expression in_queue(const std::string& queue, std::string_view comparison, Instant due) {
  return {.text = "#queue = :queue AND #due " + std::string(comparison) + " :due",
          .names = {{"#queue", std::string(kQueue)}, {"#due", "DueMs"}},
          .values = {{":queue", text_value(queue)}, {":due", number_value(unix_millis(due))}}};
}

Query due_query(const Tables& tables, WorkClass work_class, int priority, Instant now) {
  return {.table = tables.settings().ledger_table,
          .index = std::string(kQueueIndex),
          .condition = in_queue(queue_of(work_class, priority), "<=", now)};
}

bool is_of_known_kind(const Item& item) { return work_kind_from(text_in(item, "Kind").value_or("")).has_value(); }

// The words of all kinds: an enumerator beyond the last one has none.
std::vector<std::string_view> known_kinds() {
  std::vector<std::string_view> words;
  for (std::uint8_t kind = 0; !word(static_cast<WorkKind>(kind)).empty(); ++kind) {
    words.push_back(word(static_cast<WorkKind>(kind)));
  }
  return words;
}

class LaneCollector {
 public:
  LaneCollector(Tables& tables, Instant now, std::size_t limit) : tables_(tables), now_(now), limit_(limit) {}

  [[nodiscard]] bool full() const { return lanes_.size() >= limit_; }

  [[nodiscard]] Status add(const Item& item) {
    const std::string partition = text_in(item, kPk).value_or("");
    if (!partition.starts_with(kLanes) || !is_of_known_kind(item)) return {};
    std::string lane = partition.substr(kLanes.size());
    if (!seen_.insert(lane).second) return {};
    waiting_.push_back(std::move(lane));
    // No more at once than may be needed: nearly all lanes that are due are free.
    return waiting_.size() < std::min(kLanesAtOnce, limit_ - lanes_.size()) ? Status{} : look();
  }

  // Keeps those of the lanes added so far that are free.
  [[nodiscard]] Status look() {
    const auto claimed = claimed_of(tables_, waiting_, now_);
    if (!claimed) return fail(claimed.error());
    for (std::string& lane : waiting_) {
      if (!full() && !claimed->contains(lane)) lanes_.push_back(std::move(lane));
    }
    waiting_.clear();
    return {};
  }

  [[nodiscard]] std::vector<std::string> take() { return std::move(lanes_); }

 private:
  Tables& tables_;
  const Instant now_;
  const std::size_t limit_;
  std::unordered_set<std::string> seen_;
  std::vector<std::string> waiting_;
  std::vector<std::string> lanes_;
};

}  // namespace

Item work_item(const OwedWork& work, const std::string& stamp) {
  Item item = item_of(to_attributes(work));
  item[kQueue] = text_value(queue_of(work_class(work.kind), work.priority));
  item[kStamp] = text_value(stamp);
  return item;
}

bool StoredWork::is_known() const { return kind.empty() || work_kind_from(kind).has_value(); }

StoredWork work_in(const Item& item) {
  const std::string partition = text_in(item, kPk).value_or("");
  const std::string sort = text_in(item, kSk).value_or("");
  std::string id = sort.substr(std::min(sort.size(), kWork.size()));
  Result<OwedWork> work = record_in(item, "owed work " + id, owed_work_from);
  if (work && (work->id != id || lane_partition(work->lane) != partition)) work = misplaced("owed work " + id);
  return {.id = std::move(id),
          .stamp = text_in(item, kStamp).value_or(""),
          .kind = text_in(item, "Kind").value_or(""),
          .work = std::move(work)};
}

Result<std::vector<std::string>> find_due_lanes(Tables& tables, WorkClass work_class, Instant now, std::size_t limit) {
  LaneCollector lanes(tables, now, limit);
  for (int priority = kFirstPriority; priority <= kLastPriority && !lanes.full(); ++priority) {
    Query query = due_query(tables, work_class, priority, now);
    query.page = 2 * limit;  // several pieces may wait in one lane
    const Status walked = tables.each(query, [&](const Item& item) -> Result<bool> {
      if (Status added = lanes.add(item); !added) return fail(std::move(added.error()));
      return !lanes.full();
    });
    if (!walked) return fail(walked.error());
    if (Status looked = lanes.look(); !looked) return fail(std::move(looked.error()));
  }
  return lanes.take();
}

Result<std::optional<Instant>> find_next_due(Tables& tables, WorkClass work_class, Instant after) {
  std::optional<Instant> earliest;
  for (int priority = kFirstPriority; priority <= kLastPriority; ++priority) {
    const Query query{.table = tables.settings().ledger_table,
                      .index = std::string(kQueueIndex),
                      .condition = in_queue(queue_of(work_class, priority), ">", after),
                      .page = 10};
    const Status walked = tables.each(query, [&](const Item& item) -> Result<bool> {
      const auto due = number_in(item, "DueMs");
      if (!due || !is_of_known_kind(item)) return true;
      if (!earliest || from_unix_millis(*due) < *earliest) earliest = from_unix_millis(*due);
      return false;
    });
    if (!walked) return fail(walked.error());
  }
  return earliest;
}

Result<std::int64_t> count_due(Tables& tables, WorkClass work_class, Instant now) {
  Expression known{.text = "#kind IN (", .names = {{"#kind", "Kind"}}};
  for (const std::string_view kind : known_kinds()) {
    const std::string placeholder = ":kind" + std::to_string(known.values.size());
    known.text += (known.values.empty() ? "" : ", ") + placeholder;
    known.values[placeholder] = text_value(kind);
  }
  known.text += ")";
  std::int64_t count = 0;
  for (int priority = kFirstPriority; priority <= kLastPriority; ++priority) {
    Query query = due_query(tables, work_class, priority, now);
    query.filter = known;
    const auto counted = tables.count(query);
    if (!counted) return fail(counted.error());
    count += *counted;
  }
  return count;
}

}  // namespace curfew::dynamodb
