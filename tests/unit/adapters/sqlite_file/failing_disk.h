// A disk that fails when it is told to, for everything that SQLite does in this process.
#pragma once

namespace curfew::sqlite_file {

// While it lives, the given calls fail with an errno; 0 lets them through.
class FailingDisk {
 public:
  FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;
  ~FailingDisk();

  void fail_writes(int error);
  void fail_syncs(int error);  // what was written is written all the same
  void heal();
};

}  // namespace curfew::sqlite_file
