// The SQLite file that holds all state of the embedded parts: one writer that groups concurrent commits, a pool of
// parallel readers, and migrations. Owned by src/main; outlives the adapters that are built on it. All methods may be
// called at the same time, from any thread.
//
// A write that returned success survives kill -9 and power loss (WAL, synchronous=FULL). Several processes may have the
// file open, such as a server and `curfew user add`; they take turns at writing. The file must lie on a local disk: WAL
// needs shared memory (https://www.sqlite.org/wal.html). docs/decisions/0003-store.md says why it is made this way.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "adapters/sqlite_file/connection.h"
#include "adapters/sqlite_file/schema.h"
#include "base/error.h"

namespace curfew::sqlite_file {

class Database {
 public:
  // Opens the file (made with mode 0600 when missing; its folder must exist), checks that it is Curfew's and whole,
  // and brings the schemas up to date. A file of more than 64 MiB is not read through at the start; check() does that.
  // Errors: kDamaged (no SQLite file of Curfew's, or a damaged one), kConfiguration (its schema is newer than this
  // program: says which version to use), kUnavailable. Each public text says what to do. Refused files are not changed.
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::string& path,
                                                              const std::vector<Schema>& schemas);

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();  // waits for the writes that were begun

  // Runs `work` (Connection& -> Result<T>) in a transaction on the writer and returns when it is durable. Concurrent
  // writes share one commit; a `work` that fails is undone alone (a savepoint) and its error returned. `work` runs on
  // another thread while the caller waits, must not block on anything but the connection, must not begin or end
  // transactions, and must not call write() or read().
  // A failed commit is kUnavailable with Effect::kMaybe; what a read sees afterwards is the truth, or kUnavailable.
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

  // Runs `work` (Connection& -> Result<T>) on the caller's thread in a read transaction: a consistent snapshot that
  // sees every write that returned before. Waits when all readers are busy.
  template <class Work>
  [[nodiscard]] std::invoke_result_t<Work, Connection&> read(Work&& work) {
    std::invoke_result_t<Work, Connection&> result = fail(ErrorCode::kUnavailable, "The store did not answer.");
    const Status ran = run_read([&](Connection& connection) { result = work(connection); });
    if (!ran) return fail(ran.error());
    return result;
  }

  // Reads the whole file and compares tables with their indexes; takes about a second for each 200 MB. kDamaged when
  // something is wrong.
  [[nodiscard]] Status check();

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);

  // `work` tells whether to keep (true) or to undo its changes.
  [[nodiscard]] Status run_write(const std::function<bool(Connection&)>& work);
  [[nodiscard]] Status run_read(const std::function<void(Connection&)>& work);

  std::unique_ptr<Impl> impl_;
};

}  // namespace curfew::sqlite_file
