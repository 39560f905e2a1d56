// A thin RAII layer over SQLite's C API: connections and prepared statements. No SQL of its own, no threads.
//
// SQLite's errors arrive as Result: SQLITE_BUSY, _FULL, _IOERR, _CANTOPEN … are kUnavailable, SQLITE_CORRUPT and
// _NOTADB are kDamaged, a constraint is kConflict, the rest kInternal. Public texts tell an operator what to do; SQL and
// SQLite's words go into the log text. https://www.sqlite.org/rescode.html
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace curfew::sqlite_file {

// A prepared statement being bound and stepped; belongs to its Connection, which must outlive it. Returned to the
// connection's cache, reset, when it goes. Parameters and columns count from 0. Not for sharing between threads.
class Statement {
 public:
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // bind(...) in the order of the parameters; texts are copied, and may hold any byte.
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind_null();
  template <class T>
  Statement& bind(const std::optional<T>& value) {
    return value ? bind(*value) : bind_null();
  }

  // True when there is a row to read; false at the end.
  [[nodiscard]] Result<bool> step();
  // Steps a statement that gives no rows.
  [[nodiscard]] Status run();

  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class Connection;
  Statement(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}

  sqlite3* database_;
  sqlite3_stmt* statement_;
  int next_parameter_ = 1;
  int bind_error_ = 0;
};

enum class OpenMode : std::uint8_t { kReadOnly, kReadWrite };

class Connection {
 public:
  // Opens an existing or (kReadWrite) new file, mode 0600, with the pragmas of the house: WAL, synchronous=FULL,
  // foreign keys, busy timeout 10 s.
  [[nodiscard]] static Result<Connection> open(const std::string& path, OpenMode mode);

  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // Prepares (or takes from the cache) one statement.
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  // Runs several statements without parameters or rows.
  [[nodiscard]] Status execute(const std::string& sql);
  // Rows changed by the last INSERT, UPDATE or DELETE.
  [[nodiscard]] std::int64_t changes() const;

 private:
  explicit Connection(sqlite3* database) : database_(database) {}
  void close() noexcept;

  sqlite3* database_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*> cache_;
};

}  // namespace curfew::sqlite_file
