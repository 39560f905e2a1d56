#include "adapters/sqlite/schema.h"

namespace curfew::sqlite {
namespace {

// The record itself is the JSON in `attributes`; beside it stands what a condition or an index needs, written from the
// same record in the same statement. Texts compare byte by byte (SQLite's BINARY collation).
constexpr const char* kVersion1 = R"sql(
CREATE TABLE requests(
  request_id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  status TEXT NOT NULL,
  user_id TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  attributes TEXT NOT NULL
) STRICT;
CREATE INDEX requests_by_time ON requests(requested_at, request_id);
CREATE INDEX requests_by_status ON requests(status, requested_at, request_id);
CREATE INDEX requests_by_user ON requests(user_id, requested_at, request_id, status);

CREATE TABLE assignments(
  user_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  permission_set_arn TEXT NOT NULL,
  version INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  UNIQUE(user_id, account_id, permission_set_arn)
) STRICT;

CREATE TABLE audit_events(
  position INTEGER PRIMARY KEY,
  chain TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  attributes TEXT NOT NULL,
  UNIQUE(chain, sequence)
) STRICT;

CREATE TABLE checkpoints(
  number INTEGER PRIMARY KEY,
  attributes TEXT NOT NULL
) STRICT;

CREATE TABLE owed_work(
  work_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  work_class TEXT NOT NULL,
  lane TEXT NOT NULL,
  priority INTEGER NOT NULL,
  due_ms INTEGER NOT NULL,
  in_flight INTEGER NOT NULL,
  attributes TEXT NOT NULL
) STRICT;
CREATE INDEX owed_work_by_due ON owed_work(work_class, priority, due_ms, lane, kind);
CREATE INDEX owed_work_by_lane ON owed_work(lane, priority, due_ms, in_flight);

CREATE TABLE lane_claims(
  epoch INTEGER PRIMARY KEY AUTOINCREMENT,
  lane TEXT NOT NULL UNIQUE,
  claimed_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE bindings(
  subject TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE idempotency_keys(
  key TEXT NOT NULL UNIQUE,
  body_hash TEXT NOT NULL,
  request_id TEXT NOT NULL,
  stored_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys(expires_ms);
)sql";

}  // namespace

sqlite_file::Schema ledger_schema() { return {.component = "ledger", .migrations = {kVersion1}}; }

}  // namespace curfew::sqlite
