// The one thread that writes to the store. For this folder only.
//
// Callers queue their work and wait; the thread takes all that has queued up while the last commit was being synced and
// commits it together. So the cost of a sync is shared by everybody who waits for it, and nobody waits longer than two.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"

namespace curfew::sqlite_file {

class Writer {
 public:
  explicit Writer(Connection connection);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();  // finishes what is queued

  // Runs `work` in a savepoint of the next transaction and returns when that is durable. `work` tells whether to keep
  // its changes. Errors: kUnavailable, with Effect::kMaybe after a commit that failed. What `work` throws is thrown.
  [[nodiscard]] Status run(const std::function<bool(Connection&)>& work);

  // A commit that failed at its sync may have reached the disk: this process does not see it, but the recovery after a
  // crash would. Until another commit has been written in its place nobody may conclude anything from a read.
  // Success: what a read sees is what a crash would leave. Otherwise kUnavailable.
  [[nodiscard]] Status settle();

 private:
  struct Job {
    const std::function<bool(Connection&)>* work;
    bool kept = false;
    Status outcome;
    std::exception_ptr thrown;
    bool done = false;
    std::condition_variable finished;
  };
  using Batch = std::vector<Job*>;

  void serve();
  void run_batch(const Batch& batch);
  [[nodiscard]] Status run_job(Job& job);
  [[nodiscard]] Status run_jobs(const Batch& batch);
  void commit(const Batch& batch);
  void undo();

  Connection connection_;  // the writer thread's own
  std::atomic<bool> unsettled_ = false;

  std::mutex mutex_;
  std::condition_variable wanted_;  // work is queued, or the end has come
  std::condition_variable room_;
  std::deque<Job*> queue_;  // guarded by mutex_, like every Job's `done`
  bool stopping_ = false;

  std::thread thread_;  // last: uses all of the above
};

}  // namespace curfew::sqlite_file
