#include "adapters/aws/sender.h"

#include <string>
#include <utility>

#include "adapters/aws/blot_out.h"
#include "adapters/aws/error_answer.h"
#include "adapters/aws/wire_request.h"

namespace curfew::aws {
namespace {

// A refused signature is answered with the text that AWS signed, session token and all.
CallFailure without_secrets(CallFailure failure, const Credentials* credentials) {
  if (credentials == nullptr) return failure;
  for (std::string* const text : {&failure.message, &failure.body}) {
    blot_out(*text, credentials->session_token);
    blot_out(*text, credentials->secret_access_key);
  }
  return failure;
}

CallFailure failure_of(const HttpFailure& http) {
  CallFailure failure;
  failure.kind = http.was_sent ? FailureKind::kLost : FailureKind::kNotSent;
  failure.message = http.cause;
  failure.effect = http.was_sent ? Effect::kMaybe : Effect::kNone;
  return failure;
}

}  // namespace

CallFailure not_sent(const Error& error) {
  CallFailure failure;
  failure.kind = FailureKind::kNotSent;
  failure.message = error.log_text.empty() ? error.public_text : error.public_text + " (" + error.log_text + ")";
  failure.effect = Effect::kNone;
  failure.is_configuration = error.code == ErrorCode::kConfiguration;
  return failure;
}

Attempt Sender::send(const Call& call, const Credentials* credentials, Instant signed_at) {
  const auto endpoint = endpoint_of(call.service, settings_);
  if (!endpoint) return {.result = std::unexpected(not_sent(endpoint.error())), .server_time = std::nullopt};
  auto answer = http_.exchange(wire_request(call, *endpoint, credentials, keys_, signed_at));
  if (!answer) return {.result = std::unexpected(failure_of(answer.error())), .server_time = std::nullopt};
  const auto server_time = date_of(*answer);
  auto result = read_answer(*std::move(answer));
  if (!result) result = std::unexpected(without_secrets(std::move(result.error()), credentials));
  return {.result = std::move(result), .server_time = server_time};
}

}  // namespace curfew::aws
