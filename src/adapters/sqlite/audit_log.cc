#include "adapters/sqlite/audit_log.h"

#include <algorithm>
#include <utility>

#include "adapters/sqlite/rows.h"

namespace curfew::sqlite {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

constexpr std::size_t kMost = 10'000;

std::int64_t bounded(std::size_t limit) { return static_cast<std::int64_t>(std::clamp<std::size_t>(limit, 1, kMost)); }

Result<PlacedEvent> placed_event_in(const Statement& row) {
  const std::int64_t position = row.number(0);
  Result<AuditEvent> event = record_in(row, 1, "event at " + std::to_string(position), audit_event_from);
  if (!event) return fail(std::move(event.error()));
  return PlacedEvent{.position = position, .event = *std::move(event)};
}

Result<Checkpoint> checkpoint_in(const Statement& row) {
  const std::string key = "checkpoint " + std::to_string(row.number(0));
  Result<Checkpoint> checkpoint = record_in(row, 1, key, checkpoint_from);
  if (checkpoint && checkpoint->number != row.number(0)) return damaged_row(key);
  return checkpoint;
}

// All rows of `sql` as `read` makes them.
template <class Record>
Result<std::vector<Record>> all(Connection& connection, std::string_view sql, Result<Record> (*read)(const Statement&),
                                std::int64_t after, std::int64_t limit) {
  std::vector<Record> records;
  const Status ran = connection.each(
      sql,
      [&](const Statement& row) -> Status {
        Result<Record> record = read(row);
        if (!record) return fail(std::move(record.error()));
        records.push_back(*std::move(record));
        return {};
      },
      after, limit);
  if (!ran) return fail(ran.error());
  return records;
}

}  // namespace

Result<std::vector<PlacedEvent>> SqliteAuditLog::events_after(std::int64_t position, std::size_t limit) {
  return database_.read([&](Connection& connection) {
    return all(connection, "SELECT position, attributes FROM audit_events WHERE position > ? ORDER BY position LIMIT ?",
               placed_event_in, position, bounded(limit));
  });
}

Result<std::optional<Checkpoint>> SqliteAuditLog::last_checkpoint() {
  return database_.read([&](Connection& connection) {
    return connection.first("SELECT number, attributes FROM checkpoints ORDER BY number DESC LIMIT 1", checkpoint_in);
  });
}

Result<std::vector<Checkpoint>> SqliteAuditLog::checkpoints_after(std::int64_t number, std::size_t limit) {
  return database_.read([&](Connection& connection) {
    return all(connection, "SELECT number, attributes FROM checkpoints WHERE number > ? ORDER BY number LIMIT ?",
               checkpoint_in, number, bounded(limit));
  });
}

Result<bool> SqliteAuditLog::append(const Checkpoint& checkpoint) {
  return database_.write([&](Connection& connection) -> Result<bool> {
    const Status ran = connection.run(
        "INSERT INTO checkpoints(number, attributes)"
        " SELECT ?, ? WHERE ? = (SELECT coalesce(max(number), 0) + 1 FROM checkpoints)",
        checkpoint.number, sqlite_file::to_json(to_attributes(checkpoint)), checkpoint.number);
    if (!ran) return fail(ran.error());
    return connection.changes() == 1;
  });
}

}  // namespace curfew::sqlite
