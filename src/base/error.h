// The one error type of Curfew: refusals and failures travel as values.
//
// `public_text` is a sentence a person can act on and may be sent to any caller. `log_text` is for the operator's log
// only (library messages, file names, SQL); it must never hold a secret or a token either.
// `effect` answers the question every caller of an outside system has after a failure: did it happen?
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace curfew {

// A closed set. entry/http and entry/cli each map it to statuses and exit codes in one table; the word of each code is
// part of the public interface (docs/api/openapi.yaml) and stays.
enum class ErrorCode : std::uint8_t {
  kInvalid,              // malformed or against the rules of the request
  kPolicy,               // well formed, but the catalog or the policy does not allow it
  kUnknownUser,          // Identity Center does not know the requester
  kUnauthenticated,      // no token, or one that does not verify
  kForbidden,            // known, and not allowed
  kSelfApproval,         // nobody decides for themselves
  kIdentityMismatch,     // an e-mail in the body, or a bound subject, is somebody else's
  kNotFound,             // unknown, or not the caller's to see
  kAlreadyDecided,       // somebody decided first
  kEnded,                // the request is over; nothing is left to do
  kExpired,              // nobody decided in time
  kStandingAccess,       // the requester has this access already, and not through Curfew
  kCatalogChanged,       // the catalog's entry is gone or points elsewhere since the request was made
  kAssignmentBlocked,    // an earlier revocation of this access cannot be done; an administrator must look
  kTooManyLeases,        // too many overlapping requests for one access
  kIdempotencyConflict,  // the same Idempotency-Key with another body
  kConflict,             // somebody else changed it at the same time; try again
  kTooLarge,             // a body, a header or an answer over its limit
  kUnsupportedMedia,     // not JSON
  kMethodNotAllowed,     //
  kTooManyRequests,      // the throttle; see Error::retry_after_seconds
  kUnavailable,          // an outside system does not answer; try again later
  kRefusedOutside,       // an outside system answered and refused for good
  kDamaged,              // stored data is not what Curfew wrote
  kConfiguration,        // the configuration does not validate
  kInternal,             // a fault of ours
};

// Whether the failed call may have had its effect.
enum class Effect : std::uint8_t {
  kNone,  // it surely did not happen
  kMaybe  // unknown: look before you conclude anything
};

struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string public_text;
  std::string log_text;
  Effect effect = Effect::kNone;
  int retry_after_seconds = 0;  // > 0 only where waiting helps
};

// The stable word of a code, as it stands in answers: "already_decided".
[[nodiscard]] std::string_view word(ErrorCode code);

template <class T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

// fail(...) makes the unexpected half of a Result: `return fail(ErrorCode::kNotFound, "There is no such request.");`
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string public_text, std::string log_text = {}) {
  return std::unexpected(Error{.code = code, .public_text = std::move(public_text), .log_text = std::move(log_text)});
}

// A failure after which the effect is unknown.
[[nodiscard]] inline std::unexpected<Error> fail_unknown(ErrorCode code, std::string public_text,
                                                         std::string log_text = {}) {
  return std::unexpected(Error{
      .code = code, .public_text = std::move(public_text), .log_text = std::move(log_text), .effect = Effect::kMaybe});
}

[[nodiscard]] inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

}  // namespace curfew
