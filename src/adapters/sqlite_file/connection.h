// A thin RAII layer over SQLite's C API: connections and prepared statements. No SQL of its own, no threads.
//
// SQLite's errors arrive as Result: SQLITE_BUSY, _FULL, _IOERR, _CANTOPEN … are kUnavailable, SQLITE_CORRUPT and
// _NOTADB are kDamaged, a violated uniqueness is kConflict, the rest kInternal. Public texts tell an operator what to
// do; SQL and SQLite's words go into the log text, bound values never do. https://www.sqlite.org/rescode.html
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace curfew::sqlite_file {

struct CloseDatabase {
  void operator()(sqlite3* database) const noexcept;
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const noexcept;
};

// The statements of one connection that nobody is using at the moment, by their SQL. The program's SQL texts are
// constants, so this stays small.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
using IdleStatements =
    std::unordered_multimap<std::string, std::unique_ptr<sqlite3_stmt, FinalizeStatement>, TextHash, std::equal_to<>>;

// A prepared statement being bound and stepped; belongs to its Connection, which must outlive it. Returned to the
// connection's cache, reset, when it goes. Columns count from 0. Not for sharing between threads.
class Statement {
 public:
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // bind(...) in the order of the parameters; texts are copied, and may hold any byte. What cannot be bound (a text
  // over SQLite's limit, one parameter too many) is reported by step().
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind_null();
  template <class T>
  Statement& bind(const std::optional<T>& value) {
    return value ? bind(*value) : bind_null();
  }

  // True when there is a row to read; false at the end. Parameters that were not bound are an error, never NULL.
  [[nodiscard]] Result<bool> step();
  // Steps a statement that gives no rows.
  [[nodiscard]] Status run();

  // The current row. A column of another type is read as SQLite converts it; tables are STRICT, so none is.
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class Connection;
  Statement(IdleStatements& home, IdleStatements::node_type node) : home_(&home), node_(std::move(node)) {}

  [[nodiscard]] sqlite3_stmt* raw() const { return node_.mapped().get(); }
  void note(int result);

  IdleStatements* home_;
  IdleStatements::node_type node_;
  int next_parameter_ = 1;
  int bind_error_ = 0;
};

enum class OpenMode : std::uint8_t { kReadOnly, kReadWrite };

class Connection {
 public:
  // Opens an existing file (kReadOnly: for statements that change nothing) with the settings of the house: every
  // commit is synced (synchronous=FULL), foreign keys, no trust in functions named by the schema, and ten seconds of
  // patience with other writers. Database::open makes the file and chooses WAL.
  [[nodiscard]] static Result<Connection> open(const std::string& path, OpenMode mode);

  // Prepares (or takes from the cache) one statement.
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);

  // Runs one statement without rows, with its parameters in order.
  template <class... Values>
  [[nodiscard]] Status run(std::string_view sql, const Values&... values) {
    Result<Statement> statement = prepare(sql);
    if (!statement) return fail(std::move(statement.error()));
    (statement->bind(values), ...);
    return statement->run();
  }

  // Calls `read` (const Statement& -> Status) for each row, until one fails.
  template <class Read, class... Values>
  [[nodiscard]] Status each(std::string_view sql, Read&& read, const Values&... values) {
    Result<Statement> statement = prepare(sql);
    if (!statement) return fail(std::move(statement.error()));
    (statement->bind(values), ...);
    for (;;) {
      const Result<bool> row = statement->step();
      if (!row) return fail(row.error());
      if (!*row) return {};
      if (Status taken = read(std::as_const(*statement)); !taken) return taken;
    }
  }

  // The first row as `read` (const Statement& -> Result<T>) makes it; empty when there is none.
  template <class Read, class... Values>
  [[nodiscard]] auto first(std::string_view sql, Read&& read, const Values&... values)
      -> Result<std::optional<typename std::invoke_result_t<Read, const Statement&>::value_type>> {
    using Value = typename std::invoke_result_t<Read, const Statement&>::value_type;
    Result<Statement> statement = prepare(sql);
    if (!statement) return fail(std::move(statement.error()));
    (statement->bind(values), ...);
    const Result<bool> row = statement->step();
    if (!row) return fail(row.error());
    if (!*row) return std::optional<Value>{};
    auto value = read(std::as_const(*statement));
    if (!value) return fail(std::move(value.error()));
    return std::optional<Value>(*std::move(value));
  }

  // Whether there is a row.
  template <class... Values>
  [[nodiscard]] Result<bool> exists(std::string_view sql, const Values&... values) {
    Result<Statement> statement = prepare(sql);
    if (!statement) return fail(std::move(statement.error()));
    (statement->bind(values), ...);
    return statement->step();
  }

  // Runs several statements without parameters or rows.
  [[nodiscard]] Status execute(const std::string& sql);
  // Rows changed by the last INSERT, UPDATE or DELETE.
  [[nodiscard]] std::int64_t changes() const;
  // Row id of the last INSERT.
  [[nodiscard]] std::int64_t last_row_id() const;
  // SQLite ends a transaction by itself after some failures (disk full, I/O).
  [[nodiscard]] bool in_transaction() const;
  // A moment (2 ms), for what SQLite does not wait for by itself.
  static void pause();
  // For a file that is refused: closing the connection does not move its write-ahead log into it.
  void leave_log_alone();

 private:
  explicit Connection(std::unique_ptr<sqlite3, CloseDatabase> database)
      : database_(std::move(database)), idle_(std::make_unique<IdleStatements>()) {}

  std::unique_ptr<sqlite3, CloseDatabase> database_;
  std::unique_ptr<IdleStatements> idle_;  // finalized before the database is closed
};

}  // namespace curfew::sqlite_file
