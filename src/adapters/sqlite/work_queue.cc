#include "adapters/sqlite/work_queue.h"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

#include "adapters/sqlite/due_lanes.h"
#include "adapters/sqlite/rows.h"

namespace curfew::sqlite {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

constexpr std::size_t kMostLanes = 1000;
constexpr std::size_t kMostWork = 1000;

// A kind that no version knows: work set aside is left alone like work of the future.
constexpr std::string_view kAside = "damaged:";

// Claims that lapsed this long ago belong to nobody any more; their rows go, two with each new claim.
constexpr Millis kForgotten = std::chrono::hours(24);

struct LaneContents {
  std::vector<OwedWork> work;
  std::vector<std::string> damaged;  // their ids
};

Result<OwedWork> work_in(const Statement& row, const std::string& lane) {
  const std::string id = row.text(0);
  Result<OwedWork> work = record_in(row, 2, "owed work " + id, owed_work_from);
  if (work && (work->id != id || work->lane != lane)) return damaged_row("owed work " + id);
  return work;
}

Result<LaneContents> contents_of(Connection& connection, const std::string& lane, Instant now) {
  LaneContents contents;
  auto rows = connection.prepare(
      "SELECT work_id, kind, attributes FROM owed_work WHERE lane = ? AND (due_ms <= ? OR in_flight = 1)"
      " ORDER BY priority, due_ms");
  if (!rows) return fail(std::move(rows.error()));
  rows->bind(lane).bind(unix_millis(now));
  while (contents.work.size() < kMostWork) {
    const Result<bool> more = rows->step();
    if (!more) return fail(more.error());
    if (!*more) break;
    if (!work_kind_from(rows->text(1))) continue;
    Result<OwedWork> work = work_in(*rows, lane);
    if (work) {
      contents.work.push_back(*std::move(work));
    } else {
      contents.damaged.push_back(rows->text(0));
    }
  }
  return contents;
}

Result<std::optional<Claim>> take_claim(Connection& connection, const std::string& lane, Instant now, Instant until) {
  const Result<bool> held = is_claimed(connection, lane, now);
  if (!held) return fail(held.error());
  if (*held) return std::optional<Claim>{};
  if (Status gone = connection.run("DELETE FROM lane_claims WHERE lane = ?", lane); !gone) return fail(gone.error());
  if (Status taken = connection.run("INSERT INTO lane_claims(lane, claimed_ms, until_ms) VALUES (?, ?, ?)", lane,
                                    unix_millis(now), unix_millis(until));
      !taken) {
    return fail(taken.error());
  }
  const std::int64_t epoch = connection.last_row_id();
  const Status swept = connection.run(
      "DELETE FROM lane_claims WHERE epoch IN (SELECT epoch FROM lane_claims ORDER BY epoch LIMIT 2) AND until_ms < ?",
      unix_millis(now - kForgotten));
  if (!swept) return fail(swept.error());
  return Claim{.lane = lane, .epoch = epoch, .claimed_at = now, .until = until};
}

}  // namespace

Result<std::vector<std::string>> SqliteWorkQueue::due_lanes(WorkClass work_class, Instant now, std::size_t limit) {
  const std::size_t most = std::clamp<std::size_t>(limit, 1, kMostLanes);
  return database_.read([&](Connection& connection) { return find_due_lanes(connection, work_class, now, most); });
}

Result<std::optional<Claim>> SqliteWorkQueue::claim(const std::string& lane, Instant now, Instant until) {
  return database_.write([&](Connection& connection) { return take_claim(connection, lane, now, until); });
}

Status SqliteWorkQueue::release(const Claim& claim) {
  return database_.write([&](Connection& connection) {
    return connection.run("DELETE FROM lane_claims WHERE lane = ? AND epoch = ?", claim.lane, claim.epoch);
  });
}

Result<std::vector<OwedWork>> SqliteWorkQueue::in_lane(const std::string& lane, Instant now) {
  Result<LaneContents> contents =
      database_.read([&](Connection& connection) { return contents_of(connection, lane, now); });
  if (!contents) return fail(std::move(contents.error()));
  if (contents->damaged.empty()) return std::move(contents->work);
  if (Status aside = set_aside(contents->damaged); !aside) return fail(std::move(aside.error()));
  return fail(ErrorCode::kDamaged,
              "Some owed work is damaged and was set aside. Run `curfew audit verify` and see docs/troubleshooting.md.",
              std::to_string(contents->damaged.size()) + " of lane " + lane + ", the first: " + contents->damaged[0]);
}

Status SqliteWorkQueue::set_aside(const std::vector<std::string>& ids) {
  return database_.write([&](Connection& connection) -> Status {
    for (const std::string& id : ids) {
      // Somebody may have set it aside, or repaired it, meanwhile; setting good work aside would lose it.
      const auto row = connection.first(
          "SELECT work_id, kind, attributes, lane FROM owed_work WHERE work_id = ?",
          [](const Statement& found) -> Result<bool> {
            return work_kind_from(found.text(1)).has_value() && !work_in(found, found.text(3)).has_value();
          },
          id);
      if (!row) return fail(row.error());
      if (!row->value_or(false)) continue;
      if (Status set = connection.run("UPDATE owed_work SET kind = ? || kind WHERE work_id = ?", kAside, id); !set) {
        return set;
      }
    }
    return {};
  });
}

Result<std::optional<OwedWork>> SqliteWorkQueue::work(const std::string& id) {
  const auto read_row = [](const Statement& row) -> Result<std::optional<OwedWork>> {
    const std::string kind = row.text(1);
    if (!work_kind_from(kind) && !kind.starts_with(kAside)) return std::optional<OwedWork>{};
    Result<OwedWork> work = work_in(row, row.text(3));
    if (!work) return fail(std::move(work.error()));
    return std::optional<OwedWork>(*std::move(work));
  };
  const auto found = database_.read([&](Connection& connection) {
    return connection.first("SELECT work_id, kind, attributes, lane FROM owed_work WHERE work_id = ?", read_row, id);
  });
  if (!found) return fail(found.error());
  return found->value_or(std::nullopt);
}

Result<std::optional<Instant>> SqliteWorkQueue::next_due(WorkClass work_class, Instant after) {
  return database_.read([&](Connection& connection) { return find_next_due(connection, work_class, after); });
}

Result<std::int64_t> SqliteWorkQueue::backlog(WorkClass work_class, Instant now) {
  return database_.read([&](Connection& connection) { return count_due(connection, work_class, now); });
}

}  // namespace curfew::sqlite
