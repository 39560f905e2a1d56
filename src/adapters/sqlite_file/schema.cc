#include "adapters/sqlite_file/schema.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace curfew::sqlite_file {
namespace {

// `written_by` is the version of Curfew that brought the component to its version: what to use when it is too new.
// `settled` exists to be written to, see Writer.
constexpr const char* kOwnTables =
    "CREATE TABLE curfew_components(component TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL,"
    "  written_by TEXT NOT NULL) STRICT;"
    "CREATE TABLE curfew_writer(id INTEGER PRIMARY KEY CHECK (id = 1), settled INTEGER NOT NULL) STRICT;"
    "INSERT INTO curfew_writer VALUES (1, 0);";

struct Stored {
  std::int64_t version = 0;
  std::string written_by;
};

Result<std::int64_t> number_of(Connection& connection, std::string_view sql) {
  const auto number = connection.first(sql, [](const Statement& row) -> Result<std::int64_t> { return row.number(0); });
  if (!number) return fail(number.error());
  return number->value_or(0);
}

Result<Stored> stored_version(Connection& connection, const std::string& component) {
  const auto stored = connection.first(
      "SELECT version, written_by FROM curfew_components WHERE component = ?",
      [](const Statement& row) -> Result<Stored> { return Stored{row.number(0), row.text(1)}; }, component);
  if (!stored) return fail(stored.error());
  return stored->value_or(Stored{});
}

// Empty for a file in which nothing has been written yet.
Result<bool> is_new(Connection& connection) {
  const auto id = number_of(connection, "PRAGMA application_id");
  if (!id) return fail(id.error());
  if (*id == kApplicationId) return false;
  const auto tables = number_of(connection, "SELECT count(*) FROM sqlite_master");
  if (!tables) return fail(tables.error());
  if (*id == 0 && *tables == 0) return true;
  return fail(ErrorCode::kDamaged,
              "The store's file is an SQLite database of another program. Nothing was changed. Correct store.path.",
              "application_id is " + std::to_string(*id));
}

Status refuse_newer(const Schema& schema, const Stored& stored) {
  const auto known = static_cast<std::int64_t>(schema.migrations.size());
  if (stored.version <= known) return {};
  return fail(ErrorCode::kConfiguration,
              "The store was written by a newer Curfew. Nothing was changed. Use Curfew " + stored.written_by +
                  " or newer, or restore a backup that this version made.",
              schema.component + " has version " + std::to_string(stored.version) + ", this program knows " +
                  std::to_string(known));
}

Status bring_up(Connection& connection, const Schema& schema) {
  const auto stored = stored_version(connection, schema.component);
  if (!stored) return fail(stored.error());
  if (Status fits = refuse_newer(schema, *stored); !fits) return fits;
  const auto known = static_cast<std::int64_t>(schema.migrations.size());
  if (stored->version == known) return {};
  for (auto next = stored->version; next < known; ++next) {
    if (Status ran = connection.execute(schema.migrations[static_cast<std::size_t>(next)]); !ran) return ran;
  }
  return connection.run(
      "INSERT INTO curfew_components VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
      " SET version = excluded.version, written_by = excluded.written_by",
      schema.component, known, CURFEW_VERSION);
}

Status bring_up_all(Connection& connection, const std::vector<Schema>& schemas) {
  const auto fresh = is_new(connection);
  if (!fresh) return fail(fresh.error());
  if (*fresh) {
    if (Status marked = connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId)); !marked) {
      return marked;
    }
    if (Status made = connection.execute(kOwnTables); !made) return made;
  }
  for (const Schema& schema : schemas) {
    if (Status done = bring_up(connection, schema); !done) return done;
  }
  return {};
}

Result<bool> all_up_to_date(Connection& connection, const std::vector<Schema>& schemas) {
  const auto fresh = is_new(connection);
  if (!fresh) return fail(fresh.error());
  if (*fresh) return false;
  for (const Schema& schema : schemas) {
    const auto stored = stored_version(connection, schema.component);
    if (!stored) return fail(stored.error());
    if (Status fits = refuse_newer(schema, *stored); !fits) return fail(fits.error());
    if (stored->version < static_cast<std::int64_t>(schema.migrations.size())) return false;
  }
  return true;
}

// Ends the transaction that `connection` is in without keeping anything. `outcome` is what there is to tell; that it
// cannot be undone is news only after a success.
template <class Outcome>
Outcome undone(Connection& connection, Outcome outcome) {
  if (!connection.in_transaction()) return outcome;
  Status ended = connection.execute("ROLLBACK");
  if (!ended && outcome) return fail(std::move(ended.error()));
  return outcome;
}

// Whether there is nothing to do, so that a start beside a running server takes no lock. One snapshot: another process
// may be at its first start.
Result<bool> is_up_to_date(Connection& connection, const std::vector<Schema>& schemas) {
  if (Status begun = connection.execute("BEGIN"); !begun) return fail(std::move(begun.error()));
  return undone(connection, all_up_to_date(connection, schemas));
}

}  // namespace

Status admit(Connection& connection, const std::vector<Schema>& schemas) {
  if (const auto checked = is_up_to_date(connection, schemas); !checked) return fail(checked.error());
  return {};
}

Status migrate(Connection& connection, const std::vector<Schema>& schemas) {
  const auto done = is_up_to_date(connection, schemas);
  if (!done) return fail(done.error());
  if (*done) return {};
  if (Status begun = connection.execute("BEGIN IMMEDIATE"); !begun) return begun;
  Status ran = bring_up_all(connection, schemas);
  if (ran) ran = connection.execute("COMMIT");
  return undone(connection, std::move(ran));
}

}  // namespace curfew::sqlite_file
