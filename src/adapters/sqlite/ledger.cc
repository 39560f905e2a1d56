#include "adapters/sqlite/ledger.h"

#include <algorithm>
#include <utility>

#include "adapters/sqlite/rows.h"
#include "adapters/sqlite/step_writer.h"

namespace curfew::sqlite {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;

constexpr std::size_t kMostEvents = 1000;

Result<Binding> binding_in(const Statement& row) {
  return Binding{.subject = Subject(row.text(0)), .user_id = UserId(row.text(1))};
}

Result<AuditEvent> event_in(const Statement& row, const std::string& chain) {
  const std::int64_t sequence = row.number(0);
  const std::string key = "event " + std::to_string(sequence) + " of " + chain;
  Result<AuditEvent> event = record_in(row, 1, key, audit_event_from);
  if (event && (event->chain != chain || event->sequence != sequence)) return damaged_row(key);
  return event;
}

}  // namespace

Result<CommitOutcome> SqliteLedger::commit(const Step& step) {
  const Status written = database_.write([&](Connection& connection) { return write_step(connection, step); });
  if (written) return CommitOutcome::kCommitted;
  if (written.error().code == ErrorCode::kConflict) return CommitOutcome::kConflict;
  if (written.error().effect == Effect::kMaybe) return CommitOutcome::kUnknown;
  return fail(written.error());
}

Result<std::optional<Request>> SqliteLedger::request(const RequestId& id) {
  const auto read_row = [&](const Statement& row) -> Result<Request> {
    const std::string key = "request " + id.str();
    Result<Request> request = record_in(row, 1, key, request_from);
    if (request && (request->id != id || request->version != row.number(0))) return damaged_row(key);
    return request;
  };
  return database_.read([&](Connection& connection) {
    return connection.first("SELECT version, attributes FROM requests WHERE request_id = ?", read_row, id.str());
  });
}

Result<std::optional<Assignment>> SqliteLedger::assignment(const AssignmentKey& key) {
  const auto read_row = [&](const Statement& row) -> Result<Assignment> {
    const std::string name = "assignment " + key.str();
    Result<Assignment> assignment = record_in(row, 1, name, assignment_from);
    if (assignment && (assignment->key != key || assignment->version != row.number(0))) return damaged_row(name);
    return assignment;
  };
  return database_.read([&](Connection& connection) {
    return connection.first(
        "SELECT version, attributes FROM assignments"
        " WHERE user_id = ? AND account_id = ? AND permission_set_arn = ?",
        read_row, key.user_id.str(), key.account_id.str(), key.permission_set_arn.str());
  });
}

Result<std::optional<Binding>> SqliteLedger::binding_of(const Subject& subject) {
  return database_.read([&](Connection& connection) {
    return connection.first("SELECT subject, user_id FROM bindings WHERE subject = ?", binding_in, subject.str());
  });
}

Result<std::optional<Binding>> SqliteLedger::binding_of(const UserId& user) {
  return database_.read([&](Connection& connection) {
    return connection.first("SELECT subject, user_id FROM bindings WHERE user_id = ?", binding_in, user.str());
  });
}

Result<std::optional<IdempotencyRecord>> SqliteLedger::idempotency(const std::string& key) {
  const auto read_row = [&](const Statement& row) -> Result<IdempotencyRecord> {
    return IdempotencyRecord{.key = key,
                             .body_hash = row.text(0),
                             .request_id = RequestId(row.text(1)),
                             .expires_at = from_unix_millis(row.number(2)),
                             .stored_at = from_unix_millis(row.number(3))};
  };
  return database_.read([&](Connection& connection) {
    return connection.first("SELECT body_hash, request_id, expires_ms, stored_ms FROM idempotency_keys WHERE key = ?",
                            read_row, key);
  });
}

Result<std::vector<AuditEvent>> SqliteLedger::events(const std::string& chain, std::int64_t after_sequence,
                                                     std::size_t limit) {
  const auto most = static_cast<std::int64_t>(std::clamp<std::size_t>(limit, 1, kMostEvents));
  return database_.read([&](Connection& connection) -> Result<std::vector<AuditEvent>> {
    std::vector<AuditEvent> events;
    const Status read = connection.each(
        "SELECT sequence, attributes FROM audit_events WHERE chain = ? AND sequence > ? ORDER BY sequence LIMIT ?",
        [&](const Statement& row) -> Status {
          Result<AuditEvent> event = event_in(row, chain);
          if (!event) return fail(std::move(event.error()));
          events.push_back(*std::move(event));
          return {};
        },
        chain, after_sequence, most);
    if (!read) return fail(read.error());
    return events;
  });
}

Result<std::optional<AuditEvent>> SqliteLedger::last_event(const std::string& chain) {
  return database_.read([&](Connection& connection) {
    return connection.first(
        "SELECT sequence, attributes FROM audit_events WHERE chain = ? ORDER BY sequence DESC LIMIT 1",
        [&](const Statement& row) { return event_in(row, chain); }, chain);
  });
}

Result<bool> SqliteLedger::has_event(const AuditEvent& event) {
  return database_.read([&](Connection& connection) {
    return connection.exists("SELECT 1 FROM audit_events WHERE chain = ? AND sequence = ? AND hash = ?", event.chain,
                             event.sequence, event.hash);
  });
}

}  // namespace curfew::sqlite
