// A disk that fails when it is told to, for everything that SQLite does in this process.
#pragma once

#include <atomic>

namespace curfew::sqlite_file {

// While it lives (one at a time), the given calls fail with an errno; 0 lets them through.
class FailingDisk {
 public:
  FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;
  ~FailingDisk();

  void fail_writes(int error);
  void fail_syncs(int error);  // what was written is written all the same
  void heal();

  [[nodiscard]] int write_error() const { return write_error_; }
  [[nodiscard]] int sync_error() const { return sync_error_; }

 private:
  std::atomic<int> write_error_ = 0;
  std::atomic<int> sync_error_ = 0;
};

}  // namespace curfew::sqlite_file
