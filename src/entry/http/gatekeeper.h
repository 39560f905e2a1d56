// Who is calling, and whether they may call now: the bearer's token and the throttle. Thread-safe.
//
// A verified caller has a share of their own, so that neither colleagues nor strangers behind the same address can take
// it from them. Everybody else shares by address, and so do tokens that do not verify. So a token is looked at first;
// that costs little beside the exchange itself. One caller's flood is stopped before it touches the share of all.
#pragma once

#include <cstddef>

#include "base/error.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/identity.h"
#include "entry/http/message.h"
#include "entry/http/throttle.h"
#include "ports/sign_in.h"

namespace curfew::http {

struct ThrottleSettings {
  double requests_per_second = 1000;  // in all
  double caller_per_second = 200;
  double caller_burst = 400;
  std::size_t most_callers = 65'536;  // remembered at a time
};

// The ID token, after "Bearer " or, as clients of the earlier deployment send it, bare. Errors: kUnauthenticated.
[[nodiscard]] Result<Secret> token_of(const HttpRequest& request);

class Gatekeeper {
 public:
  Gatekeeper(TokenVerifier& tokens, const ThrottleSettings& settings);

  // The caller of a route that needs a token. Errors: kUnauthenticated, kTooManyRequests, kUnavailable.
  [[nodiscard]] Result<Identity> identify(const HttpRequest& request, Instant now);

  // For routes open to anybody. Errors: kTooManyRequests.
  [[nodiscard]] Status admit_anybody(const HttpRequest& request, Instant now);

 private:
  [[nodiscard]] Status take(const std::string& caller, Instant now);

  TokenVerifier& tokens_;
  Throttle callers_;
  Throttle all_;
};

}  // namespace curfew::http
