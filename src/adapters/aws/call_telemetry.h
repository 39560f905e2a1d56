// What is told about calls: metrics for every attempt, a line in the log for each that failed. Never headers, bodies or
// credentials.
#pragma once

#include "adapters/aws/caller.h"
#include "base/time.h"
#include "ports/telemetry.h"

namespace curfew::aws {

// "refused": the `result` of curfew_aws_calls_total, and the `kind` in the log.
[[nodiscard]] std::string_view word(FailureKind kind);

class CallTelemetry {
 public:
  // Both must outlive this.
  CallTelemetry(Log& log, Metrics& metrics) : log_(log), metrics_(metrics) {}

  void attempted(const Call& call, const CallResult& result, Millis took);
  // `attempt` counts from 1.
  void failed(const Call& call, const CallFailure& failure, int attempt, bool is_tried_again);
  void clock_corrected(Millis ahead);

 private:
  Log& log_;
  Metrics& metrics_;
};

}  // namespace curfew::aws
