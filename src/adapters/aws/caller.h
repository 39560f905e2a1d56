// One call of an AWS API: what goes out, what comes back, and what a failure means for its effect.
//
// Everything that speaks AWS does it through a Caller, so that tests can count, cut and answer calls. The one for
// production is Client (client.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/service.h"
#include "base/error.h"
#include "base/time.h"

namespace curfew::aws {

struct Call {
  const Service& service;
  std::string operation;  // "CreateAccountAssignment"; names the call in logs, and in the protocols that want it
  std::string method = "POST";
  std::string path = "/";                                  // each segment percent-encoded as RFC 3986 has it
  std::vector<std::pair<std::string, std::string>> query;  // plain text: the client sorts and encodes it
  std::string body;  // JSON, or for the query protocol a form without Action and Version
  // Signed with this time instead of now: AWS refuses the call five minutes later (a claim's `claimed_at`).
  std::optional<Instant> signed_at = std::nullopt;
  bool is_signed = true;                      // false for the few calls that take no credentials
  Millis deadline = std::chrono::seconds(5);  // of one attempt, from connecting to the last byte
  int attempts = 3;  // in all, while the failure can be tried again and the retry budget lasts; 1: no retry
};

struct Answer {
  int status = 200;  // 2xx
  std::string body;
  std::string request_id;  // x-amzn-requestid: what AWS's support asks for
};

enum class FailureKind : std::uint8_t {
  kThrottled,    // AWS did not take the call: too many
  kRefused,      // AWS answered with an error of its own, named by `code`
  kServerError,  // AWS answered 5xx, or something that is no answer of this API
  kNotSent,      // no credentials, no address, no connection: nobody heard the call
  kLost          // sent, at least in part, and no whole answer came
};

struct CallFailure {
  FailureKind kind = FailureKind::kLost;
  std::string code;     // AWS's: "ConflictException", trimmed of name spaces; empty where there was none
  std::string message;  // AWS's or ours, for operators; never holds a secret
  int status = 0;       // HTTP status; 0 when there was no answer
  std::string body;     // AWS's answer, for the codes that say more in it (TransactionCanceledException); may be empty
  std::string request_id;
  // Over all attempts: kNone only where every one of them surely did nothing.
  Effect effect = Effect::kMaybe;
  std::optional<Millis> retry_after = std::nullopt;  // AWS's wish
  bool is_configuration = false;  // of kNotSent: only somebody who changes something can mend it (no credentials)
};

using CallResult = std::expected<Answer, CallFailure>;

class Caller {
 public:
  virtual ~Caller() = default;

  // Blocks for at most `attempts` deadlines and the pauses between them. Never throws. All callers may be used by many
  // threads at once.
  [[nodiscard]] virtual CallResult call(const Call& call) = 0;
};

// As an error for people and logs: what failed, why, and what to do about it (expired credentials, a missing right,
// a wrong region, an unreachable endpoint). kConfiguration where only the configuration or AWS's owner can mend it,
// kUnavailable where trying again may help. `what` completes "Curfew could not …": "read the request table".
[[nodiscard]] Error to_error(const Call& call, const CallFailure& failure, const std::string& what);

}  // namespace curfew::aws
