#include "adapters/jwt/https_documents.h"

#include <chrono>
#include <utility>

#include "adapters/aws/url.h"

namespace curfew::jwt {
namespace {

// A caller's request may wait for it.
constexpr Millis kDeadline = std::chrono::seconds(3);

bool is_loopback(std::string_view host) { return host == "127.0.0.1" || host == "::1" || host == "localhost"; }

std::unexpected<Error> unavailable(const std::string& url, const std::string& cause) {
  return fail(ErrorCode::kUnavailable, "The sign-in service's keys cannot be had at the moment; try again.",
              url + ": " + cause);
}

}  // namespace

bool is_key_address(std::string_view url, bool http_to_loopback) {
  const auto parsed = aws::parse_url(url);
  if (!parsed || !parsed->user_info.empty()) return false;
  return parsed->is_tls || (http_to_loopback && is_loopback(parsed->host));
}

Result<std::string> HttpsDocuments::get(const std::string& url) {
  if (!is_key_address(url, http_to_loopback_)) {
    return fail(ErrorCode::kConfiguration, "\"" + url + "\" is no https address that keys can be fetched from.");
  }
  auto answer = http_.exchange({.url = url, .headers = {{"accept", "application/json"}}, .deadline = kDeadline});
  if (!answer) return unavailable(url, answer.error().cause);
  if (answer->status != 200) return unavailable(url, "HTTP status " + std::to_string(answer->status));
  if (answer->body.size() > kLongestDocument) return unavailable(url, "longer than 256 KiB");
  return std::move(answer->body);
}

}  // namespace curfew::jwt
