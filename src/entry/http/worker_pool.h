// The threads on which handlers block: a fixed number, and a bounded queue before them.
// Thread-safe, but for the destructor.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace curfew::http {

class WorkerPool {
 public:
  using Job = std::function<void()>;  // must not throw

  WorkerPool(std::size_t threads, std::size_t queue_limit);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();  // does what is queued, then joins

  // False when the queue is full: nothing was taken.
  [[nodiscard]] bool submit(Job job);

 private:
  void work();

  const std::size_t queue_limit_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> queue_;  // under mutex_
  bool ending_ = false;    // under mutex_
  std::vector<std::thread> threads_;
};

}  // namespace curfew::http
