// Use case: the safety net. Goes through everything that is not over and finds what is due or was lost.
//
// Nothing depends on it while timers and owed work do their part; it makes sure that nothing depends on them either.
#pragma once

#include <cstdint>

#include "app/run_timer.h"
#include "app/transition_writer.h"
#include "base/error.h"
#include "ports/request_index.h"
#include "ports/telemetry.h"
#include "ports/work_queue.h"

namespace curfew {

struct SweepReport {
  std::int64_t looked_at = 0;
  std::int64_t put_right = 0;  // timers that had not fired, and owed work that was missing
  std::int64_t late = 0;       // revocations not done 120 s after their end
  std::int64_t blocked = 0;    // … of those, the ones that AWS refuses
  std::int64_t adopted = 0;    // records of the deployment before
  std::int64_t failed = 0;     // records that could not be read or changed; tried again by the next sweep
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class Sweep {
 public:
  Sweep(TransitionWriter& writer, RequestIndex& index, WorkQueue& queue, RunTimer& timers, Log& log, Metrics& metrics)
      : writer_(writer), index_(index), queue_(queue), timers_(timers), log_(log), metrics_(metrics) {}

  // Errors: kUnavailable, kDamaged of the index; faults of single requests are counted, logged and passed over.
  [[nodiscard]] Result<SweepReport> operator()();

 private:
  void adopt(SweepReport& report);
  [[nodiscard]] Status sweep_status(RequestStatus status, SweepReport& report);
  [[nodiscard]] Status sweep_one(const Request& request, SweepReport& report);
  [[nodiscard]] Status owe_if_missing(const OwedWork& work, SweepReport& report);
  // The same, as long as the assignment is as it is in `scene`.
  [[nodiscard]] Status owe_if_missing(const Scene& scene, const OwedWork& work, SweepReport& report);
  [[nodiscard]] Status check_assignment(const Request& request, SweepReport& report);
  // `assignment`: null when it could not be read.
  [[nodiscard]] std::optional<Instant> end_of(const Request& request);
  void note_late(const Request& request, const Assignment* assignment, SweepReport& report);
  void publish(const SweepReport& report);

  TransitionWriter& writer_;
  RequestIndex& index_;
  WorkQueue& queue_;
  RunTimer& timers_;
  Log& log_;
  Metrics& metrics_;
};

}  // namespace curfew
