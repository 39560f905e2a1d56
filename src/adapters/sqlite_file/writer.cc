#include "adapters/sqlite_file/writer.h"

#include <algorithm>
#include <utility>

namespace curfew::sqlite_file {
namespace {

constexpr std::size_t kLongestQueue = 4096;
constexpr std::size_t kLargestBatch = 256;

constexpr std::string_view kSettle = "UPDATE curfew_writer SET settled = settled + 1";

Error not_stored(const Error& cause) {
  return {.code = cause.code == ErrorCode::kDamaged ? ErrorCode::kDamaged : ErrorCode::kUnavailable,
          .public_text = cause.public_text,
          .log_text = "nothing was stored: " + cause.log_text,
          .retry_after_seconds = cause.retry_after_seconds};
}

Error maybe_stored(const Error& cause) {
  return {.code = ErrorCode::kUnavailable,
          .public_text = cause.public_text,
          .log_text = "commit failed: " + cause.log_text,
          .effect = Effect::kMaybe};
}

}  // namespace

Writer::Writer(Connection connection) : connection_(std::move(connection)), thread_([this] { serve(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  thread_.join();
}

Status Writer::run(const std::function<bool(Connection&)>& work) {
  Job job{.work = &work, .outcome = {}, .thrown = nullptr, .finished = {}};
  {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return queue_.size() < kLongestQueue; });
    queue_.push_back(&job);
    wanted_.notify_one();
    job.finished.wait(lock, [&job] { return job.done; });
  }
  if (job.thrown) std::rethrow_exception(job.thrown);
  return std::move(job.outcome);
}

Status Writer::settle() {
  if (!unsettled_) return {};
  return run([](Connection&) { return true; });
}

void Writer::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wanted_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), kLargestBatch));
    const Batch batch(queue_.begin(), queue_.begin() + count);
    queue_.erase(queue_.begin(), queue_.begin() + count);
    room_.notify_all();
    lock.unlock();
    run_batch(batch);
    lock.lock();
    for (Job* job : batch) {
      job->done = true;
      job->finished.notify_one();  // under the lock: the job is gone as soon as its caller sees `done`
    }
  }
}

void Writer::run_batch(const Batch& batch) {
  Status begun = connection_.run("BEGIN IMMEDIATE");
  if (begun && unsettled_) begun = connection_.run(kSettle);
  if (begun) begun = run_jobs(batch);
  if (begun) {
    commit(batch);
    return;
  }
  undo();
  for (Job* job : batch) {
    // A job that failed by itself keeps its own error, which says more.
    if (job->outcome) job->outcome = fail(not_stored(begun.error()));
  }
}

// An error when the whole transaction is lost.
Status Writer::run_jobs(const Batch& batch) {
  for (Job* job : batch) {
    if (Status ran = run_job(*job); !ran) return ran;
  }
  return {};
}

Status Writer::run_job(Job& job) {
  if (Status opened = connection_.run("SAVEPOINT job"); !opened) return opened;
  try {
    job.kept = (*job.work)(connection_);
  } catch (...) {
    job.thrown = std::current_exception();
  }
  if (!connection_.in_transaction()) {
    return fail(ErrorCode::kUnavailable, "The store cannot be written. Check its disk and its log.",
                "SQLite undid the transaction");
  }
  if (!job.kept) {
    if (Status undone = connection_.run("ROLLBACK TO job"); !undone) return undone;
  }
  return connection_.run("RELEASE job");
}

void Writer::commit(const Batch& batch) {
  const bool changed = std::ranges::any_of(batch, [](const Job* job) { return job->kept; });
  const Status committed = connection_.run(changed ? "COMMIT" : "ROLLBACK");
  if (committed) {
    if (changed) unsettled_ = false;  // run_batch has written something for sure
    return;
  }
  unsettled_ = unsettled_ || changed;
  undo();
  for (Job* job : batch) {
    // What a job that was undone saw of the others is not there any more: its own verdict does not stand either.
    job->outcome = fail(job->kept ? maybe_stored(committed.error()) : not_stored(committed.error()));
  }
}

void Writer::undo() {
  if (!connection_.in_transaction()) return;
  // A transaction that cannot be undone is met again by the next BEGIN, which then fails for everybody.
  if (const Status undone = connection_.run("ROLLBACK"); !undone) unsettled_ = true;
}

}  // namespace curfew::sqlite_file
