// The SQLite file that holds all state of the embedded parts: one writer that groups concurrent commits, a pool of
// parallel readers, and migrations.
//
// A write that returned success survives kill -9 and power loss (WAL, synchronous=FULL). Several processes may have the
// file open, such as a server and `curfew user add`.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"

namespace curfew::sqlite_file {

// One component's tables, versions 1, 2, 3 …: element i brings the component from version i to i + 1. Never edit one that
// has been released; add another.
struct Schema {
  std::string component;                // "ledger", "sandbox", "user_pool", "keys"
  std::vector<std::string> migrations;  // SQL
};

class Database {
 public:
  // Opens the file (made with mode 0600 when missing), brings the schemas up to date and checks the file's integrity
  // markers. Errors: kDamaged (no SQLite file of Curfew's, or a damaged one), kConfiguration (its schema is newer than
  // this program: says which version to use), kUnavailable. Each public text says what to do. Refused files are not changed.
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::string& path, std::vector<Schema> schemas);

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();  // waits for the writes that were begun

  // Runs `work` (Connection& -> Result<T>) in a transaction on the writer and returns when it is durable. Concurrent
  // writes share one commit; a `work` that fails is undone alone (a savepoint) and its error returned. `work` runs on
  // another thread, must not block on anything but the connection, and must not call write().
  // A failed commit is kUnavailable with Effect::kMaybe.
  template <class Work>
  [[nodiscard]] std::invoke_result_t<Work, Connection&> write(Work&& work) {
    std::invoke_result_t<Work, Connection&> result = fail(ErrorCode::kUnavailable, "The store did not answer.");
    const Status committed = run_write([&](Connection& connection) -> bool {
      result = work(connection);
      return result.has_value();
    });
    if (!committed) return fail(committed.error());
    return result;
  }

  // Runs `work` (Connection& -> Result<T>) in a read transaction: a consistent snapshot that sees every write that
  // returned before.
  template <class Work>
  [[nodiscard]] std::invoke_result_t<Work, Connection&> read(Work&& work) {
    std::invoke_result_t<Work, Connection&> result = fail(ErrorCode::kUnavailable, "The store did not answer.");
    const Status ran = run_read([&](Connection& connection) { result = work(connection); });
    if (!ran) return fail(ran.error());
    return result;
  }

 private:
  class Impl;
  explicit Database(std::unique_ptr<Impl> impl);

  // `work` tells whether to keep (true) or to undo its changes.
  [[nodiscard]] Status run_write(const std::function<bool(Connection&)>& work);
  [[nodiscard]] Status run_read(const std::function<void(Connection&)>& work);

  std::unique_ptr<Impl> impl_;
};

}  // namespace curfew::sqlite_file
