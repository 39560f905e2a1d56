#include "adapters/sqlite/due_lanes.h"

#include <limits>
#include <unordered_set>

namespace curfew::sqlite {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

// More than the clocks of two servers differ.
constexpr Millis kClockSkew = std::chrono::minutes(5);

constexpr std::int64_t kBeforeAll = std::numeric_limits<std::int64_t>::min();

Result<std::optional<std::int64_t>> next_priority(Connection& connection, WorkClass work_class, std::int64_t after) {
  return connection.first(
      "SELECT priority FROM owed_work WHERE work_class = ? AND priority > ? ORDER BY priority LIMIT 1",
      [](const Statement& row) -> Result<std::int64_t> { return row.number(0); }, word(work_class), after);
}

// Calls `visit` (priority -> Result<bool>: whether to go on) for each priority that there is, the smallest first.
template <class Visit>
Status each_priority(Connection& connection, WorkClass work_class, Visit visit) {
  std::int64_t last = kBeforeAll;
  for (;;) {
    const auto priority = next_priority(connection, work_class, last);
    if (!priority) return fail(priority.error());
    if (!*priority) return {};
    last = **priority;
    const Result<bool> more = visit(last);
    if (!more) return fail(more.error());
    if (!*more) return {};
  }
}

class LaneCollector {
 public:
  LaneCollector(Connection& connection, Instant now, std::size_t limit)
      : connection_(connection), now_(now), limit_(limit) {}

  [[nodiscard]] bool full() const { return lanes_.size() >= limit_; }

  [[nodiscard]] Status add(const std::string& lane) {
    if (!seen_.insert(lane).second) return {};
    const Result<bool> claimed = is_claimed(connection_, lane, now_);
    if (!claimed) return fail(claimed.error());
    if (!*claimed) lanes_.push_back(lane);
    return {};
  }

  [[nodiscard]] std::vector<std::string> take() { return std::move(lanes_); }

 private:
  Connection& connection_;
  const Instant now_;
  const std::size_t limit_;
  std::unordered_set<std::string> seen_;
  std::vector<std::string> lanes_;
};

Status collect(Connection& connection, WorkClass work_class, std::int64_t priority, Instant now, LaneCollector& lanes) {
  auto rows = connection.prepare(
      "SELECT lane, kind FROM owed_work WHERE work_class = ? AND priority = ? AND due_ms <= ? ORDER BY due_ms");
  if (!rows) return fail(std::move(rows.error()));
  rows->bind(word(work_class)).bind(priority).bind(unix_millis(now));
  while (!lanes.full()) {
    const Result<bool> more = rows->step();
    if (!more) return fail(more.error());
    if (!*more) break;
    if (!work_kind_from(rows->text(1))) continue;
    if (Status added = lanes.add(rows->text(0)); !added) return added;
  }
  return {};
}

Result<std::optional<std::int64_t>> first_due(Connection& connection, WorkClass work_class, std::int64_t priority,
                                              Instant after) {
  auto rows = connection.prepare(
      "SELECT due_ms, kind FROM owed_work WHERE work_class = ? AND priority = ? AND due_ms > ? ORDER BY due_ms");
  if (!rows) return fail(std::move(rows.error()));
  rows->bind(word(work_class)).bind(priority).bind(unix_millis(after));
  for (;;) {
    const Result<bool> more = rows->step();
    if (!more) return fail(more.error());
    if (!*more) return std::optional<std::int64_t>{};
    if (work_kind_from(rows->text(1))) return std::optional<std::int64_t>(rows->number(0));
  }
}

}  // namespace

Result<std::vector<std::string>> find_due_lanes(Connection& connection, WorkClass work_class, Instant now,
                                                std::size_t limit) {
  LaneCollector lanes(connection, now, limit);
  const Status walked = each_priority(connection, work_class, [&](std::int64_t priority) -> Result<bool> {
    if (Status collected = collect(connection, work_class, priority, now, lanes); !collected) {
      return fail(std::move(collected.error()));
    }
    return !lanes.full();
  });
  if (!walked) return fail(walked.error());
  return lanes.take();
}

Result<std::optional<Instant>> find_next_due(Connection& connection, WorkClass work_class, Instant after) {
  std::optional<std::int64_t> earliest;
  const Status walked = each_priority(connection, work_class, [&](std::int64_t priority) -> Result<bool> {
    const auto due = first_due(connection, work_class, priority, after);
    if (!due) return fail(due.error());
    if (*due && (!earliest || **due < *earliest)) earliest = *due;
    return true;
  });
  if (!walked) return fail(walked.error());
  if (!earliest) return std::optional<Instant>{};
  return std::optional<Instant>(from_unix_millis(*earliest));
}

Result<std::int64_t> count_due(Connection& connection, WorkClass work_class, Instant now) {
  std::int64_t count = 0;
  const auto add = [&](const Statement& row) -> Status {
    if (work_kind_from(row.text(0))) count += row.number(1);
    return {};
  };
  const Status walked = each_priority(connection, work_class, [&](std::int64_t priority) -> Result<bool> {
    const Status counted = connection.each(
        "SELECT kind, count(*) FROM owed_work WHERE work_class = ? AND priority = ? AND due_ms <= ? GROUP BY kind", add,
        word(work_class), priority, unix_millis(now));
    if (!counted) return fail(counted.error());
    return true;
  });
  if (!walked) return fail(walked.error());
  return count;
}

Result<bool> is_claimed(Connection& connection, const std::string& lane, Instant now) {
  return connection.exists("SELECT 1 FROM lane_claims WHERE lane = ? AND until_ms > ? AND claimed_ms <= ?", lane,
                           unix_millis(now), unix_millis(now + kClockSkew));
}

}  // namespace curfew::sqlite
