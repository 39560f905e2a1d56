// Connections for parallel reads, opened when they are first needed. For this folder only.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"

namespace curfew::sqlite_file {

class Readers {
 public:
  // At most `most` connections to the store at `path`.
  Readers(std::string path, std::size_t most) : path_(std::move(path)), most_(most) {}

  // Runs `work` in a read transaction on the caller's thread; waits while all connections are in use.
  [[nodiscard]] Status run(const std::function<void(Connection&)>& work);

 private:
  class Loan;

  [[nodiscard]] Result<Connection> take();
  void give_back(Connection connection);
  void give_up();  // a connection that could not be opened

  const std::string path_;
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Connection> idle_;  // guarded by mutex_; the last used first, for its warm cache
  std::size_t open_ = 0;          // guarded by mutex_
};

}  // namespace curfew::sqlite_file
