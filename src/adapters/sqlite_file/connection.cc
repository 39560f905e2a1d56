#include "adapters/sqlite_file/connection.h"

#include <sqlite3.h>

#include <limits>

#include "adapters/sqlite_file/sqlite_error.h"

namespace curfew::sqlite_file {
namespace {

constexpr int kPatienceMs = 10'000;
constexpr int kPauseMs = 2;

// SQLite's own time-out sleeps up to 100 ms at a time and can starve beside a server that commits without a break.
int wait_for_other_writer(void* /*unused*/, int tries) {
  if (tries >= kPatienceMs / kPauseMs) return 0;
  sqlite3_sleep(kPauseMs);
  return 1;
}

// WAL is kept under a limit, so that one long reader does not leave a large file behind.
constexpr const char* kSettings =
    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
    "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA journal_size_limit = 67108864;";

}  // namespace

void CloseDatabase::operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }

void FinalizeStatement::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

Statement::Statement(Statement&& other) noexcept
    : home_(std::exchange(other.home_, nullptr)),
      node_(std::move(other.node_)),
      next_parameter_(other.next_parameter_),
      bind_error_(other.bind_error_) {}

Statement::~Statement() {
  if (home_ == nullptr) return;
  sqlite3_reset(raw());  // repeats the error of the last step, which step() has reported
  sqlite3_clear_bindings(raw());
  home_->insert(std::move(node_));
}

void Statement::note(int result) {
  if (bind_error_ == SQLITE_OK) bind_error_ = result;
}

Statement& Statement::bind(std::string_view text) {
  // A null data pointer would bind NULL.
  const char* data = text.data() == nullptr ? "" : text.data();
  note(sqlite3_bind_text64(raw(), next_parameter_++, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  note(sqlite3_bind_int64(raw(), next_parameter_++, number));
  return *this;
}

Statement& Statement::bind_null() {
  note(sqlite3_bind_null(raw(), next_parameter_++));
  return *this;
}

Result<bool> Statement::step() {
  if (bind_error_ == SQLITE_OK && next_parameter_ <= sqlite3_bind_parameter_count(raw())) bind_error_ = SQLITE_RANGE;
  if (bind_error_ != SQLITE_OK) return fail(sqlite_error(sqlite3_db_handle(raw()), bind_error_, node_.key()));
  const int result = sqlite3_step(raw());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  return fail(sqlite_error(sqlite3_db_handle(raw()), result, node_.key()));
}

Status Statement::run() {
  const Result<bool> row = step();
  if (!row) return fail(row.error());
  if (*row) return fail(ErrorCode::kInternal, "The store made a mistake.", "unexpected row: " + node_.key());
  return {};
}

std::string Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(raw(), column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(raw(), column))};
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(raw(), column); }

bool Statement::is_null(int column) const { return sqlite3_column_type(raw(), column) == SQLITE_NULL; }

Result<Connection> Connection::open(const std::string& path, OpenMode mode) {
  sqlite3* raw = nullptr;
  // Each connection is used by one thread at a time, so SQLite's own mutexes are left out. A reader needs to write
  // the shared memory beside the file, hence query_only instead of a file opened read-only.
  const int result =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  std::unique_ptr<sqlite3, CloseDatabase> database(raw);
  if (result != SQLITE_OK) return fail(sqlite_error(raw, result, "open " + path));
  sqlite3_busy_handler(raw, wait_for_other_writer, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  Connection connection(std::move(database));
  if (Status set = connection.execute(kSettings); !set) return fail(std::move(set.error()));
  if (mode == OpenMode::kReadOnly) {
    if (Status set = connection.execute("PRAGMA query_only = ON"); !set) return fail(std::move(set.error()));
  }
  return connection;
}

Result<Statement> Connection::prepare(std::string_view sql) {
  if (const auto idle = idle_->find(sql); idle != idle_->end()) return Statement(*idle_, idle_->extract(idle));
  if (sql.size() > std::numeric_limits<int>::max()) {
    return fail(ErrorCode::kInternal, "The store made a mistake.", "SQL too long");
  }
  sqlite3_stmt* raw = nullptr;
  const int result = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement(raw);
  if (result != SQLITE_OK) return fail(sqlite_error(database_.get(), result, sql));
  IdleStatements one;
  one.emplace(sql, std::move(statement));
  return Statement(*idle_, one.extract(one.begin()));
}

Status Connection::execute(const std::string& sql) {
  const int result = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) return fail(sqlite_error(database_.get(), result, sql));
  return {};
}

std::int64_t Connection::changes() const { return sqlite3_changes64(database_.get()); }

std::int64_t Connection::last_row_id() const { return sqlite3_last_insert_rowid(database_.get()); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }

void Connection::pause() { sqlite3_sleep(kPauseMs); }

void Connection::leave_log_alone() { sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr); }

}  // namespace curfew::sqlite_file
