#include "adapters/aws/call_telemetry.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace curfew::aws {

std::string_view word(FailureKind kind) {
  switch (kind) {
    case FailureKind::kThrottled: return "throttled";
    case FailureKind::kRefused: return "refused";
    case FailureKind::kServerError: return "server_error";
    case FailureKind::kNotSent: return "not_sent";
    case FailureKind::kLost: return "lost";
  }
  return "lost";
}

void CallTelemetry::attempted(const Call& call, const CallResult& result, Millis took) {
  metrics_.count("curfew_aws_calls_total", {{"service", call.service.id},
                                            {"operation", call.operation},
                                            {"result", result ? std::string_view("ok") : word(result.error().kind)}});
  metrics_.observe("curfew_aws_call_seconds", std::chrono::duration<double>(took).count(),
                   {{"service", call.service.id}, {"operation", call.operation}});
}

namespace {

// Refusals that are answers to what the caller asked: a condition that did not hold, something that is gone or is there
// already. They come by the thousand when nothing is wrong.
bool is_an_answer(const CallFailure& failure) {
  constexpr std::array<std::string_view, 4> kAnswers{"ConditionalCheckFailedException", "ConflictException",
                                                     "ResourceNotFoundException", "TransactionCanceledException"};
  return failure.kind == FailureKind::kRefused && std::ranges::find(kAnswers, failure.code) != kAnswers.end();
}

}  // namespace

// What another refusal means, the caller says.
void CallTelemetry::failed(const Call& call, const CallFailure& failure, int attempt, bool is_tried_again) {
  if (is_an_answer(failure)) return;
  const bool has_answer = failure.status != 0;
  log_.write(failure.kind == FailureKind::kRefused ? LogLevel::kInfo : LogLevel::kWarning, "aws_call_failed",
             {{"service", std::string(call.service.id)},
              {"operation", call.operation},
              {"kind", std::string(word(failure.kind))},
              {"code", failure.code},
              {"status", static_cast<std::int64_t>(failure.status)},
              {"aws_request_id", failure.request_id},
              {"attempt", static_cast<std::int64_t>(attempt)},
              {"tried_again", is_tried_again},
              {"cause", has_answer ? std::string() : failure.message}});
}

void CallTelemetry::clock_corrected(Millis ahead) {
  log_.warning("aws_clock_differs",
               {{"ahead_seconds", static_cast<std::int64_t>(std::chrono::round<std::chrono::seconds>(ahead).count())}});
}

}  // namespace curfew::aws
