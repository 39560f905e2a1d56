// to_error: what a failed call means to people.
#include <algorithm>
#include <string>
#include <string_view>

#include "adapters/aws/call_telemetry.h"
#include "adapters/aws/caller.h"
#include "adapters/aws/error_answer.h"
#include "adapters/aws/examiner.h"

namespace curfew::aws {
namespace {

struct Explanation {
  ErrorCode code = ErrorCode::kUnavailable;
  std::string text;
};

Explanation of_credentials(const CallFailure& failure) {
  if (failure.code.starts_with("ExpiredToken")) {
    return {ErrorCode::kConfiguration, "its AWS credentials have expired and could not be renewed; give it new ones"};
  }
  return {ErrorCode::kConfiguration,
          "AWS does not know its credentials (" + failure.code + "); check the access key, and that it is active"};
}

Explanation of_signature(const CallFailure& failure) {
  if (failure.message.contains("expired") || failure.message.contains("current") || failure.message.contains("clock") ||
      failure.code.starts_with("Request")) {
    return {ErrorCode::kUnavailable,
            "AWS refused the time of the signature; the call came too late, or the clock of this machine is wrong"};
  }
  return {ErrorCode::kConfiguration,
          "AWS refused the signature (" + failure.code + "); check the secret access key and [aws] region"};
}

Explanation of_refusal(const Call& call, const CallFailure& failure) {
  if (is_denied(failure)) {
    return {ErrorCode::kConfiguration, "AWS does not allow it to call " + action_of(call) +
                                           "; an administrator must add this right to the policy of its role"};
  }
  if (is_about_credentials(failure)) return of_credentials(failure);
  if (is_about_time(failure)) return of_signature(failure);
  return {ErrorCode::kRefusedOutside, "AWS refused " + action_of(call) + " (" + failure.code + ")"};
}

Explanation of(const Call& call, const CallFailure& failure) {
  switch (failure.kind) {
    case FailureKind::kThrottled:
      return {ErrorCode::kUnavailable, "AWS takes no more calls of " + action_of(call) + " at this moment"};
    case FailureKind::kRefused: return of_refusal(call, failure);
    case FailureKind::kServerError:
      return {ErrorCode::kUnavailable,
              "AWS has trouble with " + action_of(call) + " (status " + std::to_string(failure.status) + ")"};
    case FailureKind::kNotSent:
      if (failure.is_configuration) return {ErrorCode::kConfiguration, failure.message};
      return {ErrorCode::kUnavailable,
              "AWS could not be reached; check the network, and region and endpoint_url in "
              "[aws]"};
    case FailureKind::kLost: break;
  }
  return {ErrorCode::kUnavailable, "AWS did not answer " + action_of(call)};
}

std::string for_log(const Call& call, const CallFailure& failure) {
  std::string text = std::string(call.service.id) + " " + call.operation + ": " + std::string(word(failure.kind));
  if (failure.status != 0) text += ", status " + std::to_string(failure.status);
  if (!failure.code.empty()) text += ", " + failure.code;
  if (!failure.message.empty()) text += ": " + failure.message;
  if (!failure.request_id.empty()) text += " (request id " + failure.request_id + ")";
  return text;
}

int whole_seconds(Millis time) { return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(time).count()); }

}  // namespace

Error to_error(const Call& call, const CallFailure& failure, const std::string& what) {
  Explanation explanation = of(call, failure);
  Error error;
  error.code = explanation.code;
  error.public_text = "Curfew could not " + what + ": " + explanation.text;
  if (!error.public_text.ends_with('.')) error.public_text += '.';
  error.log_text = for_log(call, failure);
  error.effect = failure.effect;
  if (error.code == ErrorCode::kUnavailable) {
    error.retry_after_seconds = std::max(1, whole_seconds(failure.retry_after.value_or(Millis(0))));
  }
  return error;
}

}  // namespace curfew::aws
