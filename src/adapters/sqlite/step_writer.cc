#include "adapters/sqlite/step_writer.h"

#include <string>
#include <string_view>

#include "adapters/sqlite_file/attributes_json.h"

namespace curfew::sqlite {
namespace {

using sqlite_file::Connection;
using sqlite_file::Statement;
using sqlite_file::to_json;

// How many expired idempotency keys a new one sweeps away: more than one, so that they do not pile up.
constexpr std::int64_t kSweptKeys = 4;

auto conflict(const std::string& what) {
  return fail(ErrorCode::kConflict, "Somebody else changed this at the same time. Try again.", what);
}

// The statement before must have written exactly one row; otherwise its condition did not hold.
Status one_row(const Connection& connection, Status ran, const std::string& what) {
  if (!ran) return ran;
  if (connection.changes() != 1) return conflict(what);
  return {};
}

template <class Record>
Status check_version(const Change<Record>& change, const std::string& what) {
  if (change.expected_version >= 0 && change.record.version > change.expected_version) return {};
  return fail(ErrorCode::kInternal, "The store was asked to do something impossible. See the log.",
              what + ": version " + std::to_string(change.record.version) + " after " +
                  std::to_string(change.expected_version));
}

Status write_request(Connection& connection, const Change<Request>& change) {
  const Request& request = change.record;
  const std::string what = "request " + request.id.str();
  if (Status grows = check_version(change, what); !grows) return grows;
  const std::string attributes = to_json(to_attributes(request));
  if (change.expected_version == 0) {
    return one_row(connection,
                   connection.run("INSERT INTO requests(request_id, version, status, user_id, requested_at, attributes)"
                                  " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                                  request.id.str(), request.version, word(request.status), request.access.user_id.str(),
                                  unix_seconds(request.requested_at), attributes),
                   what);
  }
  return one_row(
      connection,
      connection.run("UPDATE requests SET version = ?, status = ?, user_id = ?, requested_at = ?, attributes = ?"
                     " WHERE request_id = ? AND version = ?",
                     request.version, word(request.status), request.access.user_id.str(),
                     unix_seconds(request.requested_at), attributes, request.id.str(), change.expected_version),
      what);
}

Status write_assignment(Connection& connection, const Change<Assignment>& change) {
  const AssignmentKey& key = change.record.key;
  const std::string what = "assignment " + key.str();
  if (Status grows = check_version(change, what); !grows) return grows;
  const std::string attributes = to_json(to_attributes(change.record));
  if (change.expected_version == 0) {
    return one_row(connection,
                   connection.run("INSERT INTO assignments(user_id, account_id, permission_set_arn, version,"
                                  " attributes) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                                  key.user_id.str(), key.account_id.str(), key.permission_set_arn.str(),
                                  change.record.version, attributes),
                   what);
  }
  return one_row(connection,
                 connection.run("UPDATE assignments SET version = ?, attributes = ?"
                                " WHERE user_id = ? AND account_id = ? AND permission_set_arn = ? AND version = ?",
                                change.record.version, attributes, key.user_id.str(), key.account_id.str(),
                                key.permission_set_arn.str(), change.expected_version),
                 what);
}

// The position is one more than the greatest: this transaction is the only one that writes.
Status write_event(Connection& connection, const AuditEvent& event) {
  return one_row(connection,
                 connection.run("INSERT INTO audit_events(chain, sequence, hash, attributes) VALUES (?, ?, ?, ?)"
                                " ON CONFLICT DO NOTHING",
                                event.chain, event.sequence, event.hash, to_json(to_attributes(event))),
                 "event " + std::to_string(event.sequence) + " of " + event.chain);
}

Status settle(Connection& connection, const std::string& work_id) {
  return connection.run("DELETE FROM owed_work WHERE work_id = ?", work_id);
}

Status owe(Connection& connection, const OwedWork& work) {
  return connection.run(
      "INSERT INTO owed_work(work_id, kind, work_class, lane, priority, due_ms, in_flight, attributes)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(work_id) DO UPDATE SET kind = excluded.kind,"
      " work_class = excluded.work_class, lane = excluded.lane, priority = excluded.priority,"
      " due_ms = excluded.due_ms, in_flight = excluded.in_flight, attributes = excluded.attributes",
      work.id, word(work.kind), word(work_class(work.kind)), work.lane, work.priority, unix_millis(work.due),
      work.in_flight ? 1 : 0, to_json(to_attributes(work)));
}

Status check_claim(Connection& connection, const Claim& claim) {
  const auto held =
      connection.exists("SELECT 1 FROM lane_claims WHERE lane = ? AND epoch = ?", claim.lane, claim.epoch);
  if (!held) return fail(held.error());
  if (!*held) return conflict("claim " + std::to_string(claim.epoch) + " of lane " + claim.lane);
  return {};
}

Status check_unchanged(Connection& connection, const Unchanged& unchanged) {
  const AssignmentKey& key = unchanged.key;
  const auto version = connection.first(
      "SELECT version FROM assignments WHERE user_id = ? AND account_id = ? AND permission_set_arn = ?",
      [](const Statement& row) -> Result<std::int64_t> { return row.number(0); }, key.user_id.str(),
      key.account_id.str(), key.permission_set_arn.str());
  if (!version) return fail(version.error());
  if (version->value_or(0) != unchanged.version) return conflict("assignment " + key.str());
  return {};
}

// Both columns are unique, so a subject and a user are each bound once.
Status bind(Connection& connection, const Binding& binding) {
  const auto bound = connection.exists("SELECT 1 FROM bindings WHERE subject = ? AND user_id = ?",
                                       binding.subject.str(), binding.user_id.str());
  if (!bound) return fail(bound.error());
  if (*bound) return {};
  return one_row(connection,
                 connection.run("INSERT INTO bindings(subject, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                                binding.subject.str(), binding.user_id.str()),
                 "binding of " + binding.subject.str());
}

Status take_key(Connection& connection, const IdempotencyRecord& record) {
  const std::int64_t now = unix_millis(record.stored_at);
  Status taken = one_row(
      connection,
      connection.run("INSERT INTO idempotency_keys(key, body_hash, request_id, stored_ms, expires_ms)"
                     " VALUES (?, ?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET body_hash = excluded.body_hash,"
                     " request_id = excluded.request_id, stored_ms = excluded.stored_ms,"
                     " expires_ms = excluded.expires_ms WHERE expires_ms <= excluded.stored_ms",
                     record.key, record.body_hash, record.request_id.str(), now, unix_millis(record.expires_at)),
      "idempotency key");
  if (!taken) return taken;
  return connection.run(
      "DELETE FROM idempotency_keys WHERE rowid IN (SELECT rowid FROM idempotency_keys WHERE expires_ms <= ?"
      " ORDER BY expires_ms LIMIT ?)",
      now, kSweptKeys);
}

Status check_conditions(Connection& connection, const Step& step) {
  if (step.under) {
    if (Status held = check_claim(connection, *step.under); !held) return held;
  }
  if (step.unchanged) {
    if (Status same = check_unchanged(connection, *step.unchanged); !same) return same;
  }
  if (step.binding) {
    if (Status bound = bind(connection, *step.binding); !bound) return bound;
  }
  if (step.idempotency) return take_key(connection, *step.idempotency);
  return {};
}

template <class Items, class Write>
Status write_each(Connection& connection, const Items& items, Write write) {
  for (const auto& item : items) {
    if (Status written = write(connection, item); !written) return written;
  }
  return {};
}

}  // namespace

Status write_step(Connection& connection, const Step& step) {
  if (Status hold = check_conditions(connection, step); !hold) return hold;
  if (Status written = write_each(connection, step.requests, write_request); !written) return written;
  if (Status written = write_each(connection, step.assignments, write_assignment); !written) return written;
  if (Status written = write_each(connection, step.events, write_event); !written) return written;
  if (Status settled = write_each(connection, step.settled, settle); !settled) return settled;
  return write_each(connection, step.owed, owe);
}

}  // namespace curfew::sqlite
