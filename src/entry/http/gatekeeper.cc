#include "entry/http/gatekeeper.h"

#include <algorithm>
#include <string>

#include "entry/http/client_address.h"

namespace curfew::http {
namespace {

constexpr std::string_view kScheme = "Bearer ";

Status too_many(int seconds) {
  if (seconds == 0) return {};
  return fail(Error{.code = ErrorCode::kTooManyRequests,
                    .public_text = "That are too many requests at once. Wait a little and try again.",
                    .log_text = {},
                    .retry_after_seconds = seconds});
}

}  // namespace

Result<Secret> token_of(const HttpRequest& request) {
  const std::string* header = find_header(request.headers, "Authorization");
  if (header == nullptr || header->empty() || count_headers(request.headers, "Authorization") != 1) {
    return fail(ErrorCode::kUnauthenticated,
                "Sign in first: this call needs your ID token in the header Authorization.");
  }
  std::string_view token = *header;
  if (equal_ignoring_case(token.substr(0, kScheme.size()), kScheme)) token.remove_prefix(kScheme.size());
  token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
  return Secret(std::string(token));
}

Gatekeeper::Gatekeeper(TokenVerifier& tokens, const ThrottleSettings& settings)
    : tokens_(tokens),
      callers_({.per_second = settings.caller_per_second, .burst = std::max(1.0, settings.caller_burst)},
               settings.most_callers),
      all_({.per_second = settings.requests_per_second, .burst = std::max(1.0, settings.requests_per_second)}, 1) {}

Result<Identity> Gatekeeper::identify(const HttpRequest& request, Instant now) {
  auto token = token_of(request);
  auto identity = token ? tokens_.verify(*token, now) : fail(token.error());
  if (!identity) {
    if (identity.error().code != ErrorCode::kUnauthenticated) return identity;
    const std::string address = "address/" + throttle_key(request.address);
    if (auto ok = too_many(callers_.take(address, now)); !ok) return fail(ok.error());
    return identity;
  }
  if (auto ok = take("subject/" + identity->subject.str(), now); !ok) return fail(ok.error());
  return identity;
}

Status Gatekeeper::admit_anybody(const HttpRequest& request, Instant now) {
  return take("address/" + throttle_key(request.address), now);
}

Status Gatekeeper::take(const std::string& caller, Instant now) {
  if (auto ok = too_many(callers_.take(caller, now)); !ok) return ok;
  return too_many(all_.take("", now));
}

}  // namespace curfew::http
