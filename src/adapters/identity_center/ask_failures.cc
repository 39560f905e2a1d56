#include "adapters/identity_center/ask_failures.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace curfew::identity_center {

namespace {

// AWS did not take the call for whose it was: it refused the signature, its time or its credentials before it looked at
// what was asked. Nothing is wrong with the ask, and the same one may go through with fresh credentials or a fresh
// claim.
constexpr auto kNotAuthenticated = std::to_array<std::string_view>(
    {"ExpiredToken", "ExpiredTokenException", "IncompleteSignature", "InvalidClientTokenId",
     "InvalidSignatureException", "InvalidToken", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
     "NotSignedException", "RequestExpired", "RequestTimeTooSkewed", "SignatureDoesNotMatch",
     "UnrecognizedClientException"});

bool is_not_authenticated(std::string_view code) {
  return std::ranges::find(kNotAuthenticated, code) != kNotAuthenticated.end();
}

AskFailure meaning_of_refusal(OperationKind kind, std::string_view code) {
  if (code == "ConflictException") return AskFailure::kConflict;
  if (is_not_authenticated(code)) return AskFailure::kThrottled;
  // Of a create it is the account, the permission set or the instance that is missing.
  if (code == "ResourceNotFoundException" && kind == OperationKind::kDelete) return AskFailure::kMissing;
  return AskFailure::kRefused;
}

AskFailure meaning_of(OperationKind kind, const aws::CallFailure& failure) {
  switch (failure.kind) {
    case aws::FailureKind::kThrottled: return AskFailure::kThrottled;
    case aws::FailureKind::kRefused:
      return failure.effect == Effect::kNone ? meaning_of_refusal(kind, failure.code) : AskFailure::kLost;
    case aws::FailureKind::kNotSent:
      // Nobody heard it, and somebody may the next time.
      return AskFailure::kThrottled;
    case aws::FailureKind::kServerError:
    case aws::FailureKind::kLost: return AskFailure::kLost;
  }
  return AskFailure::kLost;
}

}  // namespace

AskError ask_error(OperationKind kind, const aws::CallFailure& failure) {
  std::string cause = failure.code;
  if (!failure.message.empty()) cause += (cause.empty() ? "" : ": ") + failure.message;
  if (cause.empty()) cause = "no answer";
  if (!failure.request_id.empty()) cause += " (AWS request " + failure.request_id + ")";
  return {.failure = meaning_of(kind, failure), .cause = std::move(cause)};
}

}  // namespace curfew::identity_center
