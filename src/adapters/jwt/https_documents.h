// Documents fetched over HTTPS, by one GET without credentials. Redirects are not followed: keys come from the address
// that was configured or from nowhere. Safe for use by many threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/aws/http_client.h"
#include "adapters/jwt/documents.h"

namespace curfew::jwt {

// The longest document that is read. The HttpClient's own `most_body_bytes` bounds what is received; give this class
// one of its own with this bound.
inline constexpr std::size_t kLongestDocument = std::size_t{256} * 1024;

// Whether `url` is an address that keys may be fetched from: https, a host, no user, no fragment. With
// `http_to_loopback`, for tests, also http to 127.0.0.1, [::1] or localhost.
[[nodiscard]] bool is_key_address(std::string_view url, bool http_to_loopback);

class HttpsDocuments final : public Documents {
 public:
  // `http` must outlive this.
  HttpsDocuments(aws::HttpClient& http, bool http_to_loopback) : http_(http), http_to_loopback_(http_to_loopback) {}

  // kConfiguration for a URL that is_key_address refuses.
  [[nodiscard]] Result<std::string> get(const std::string& url) override;

 private:
  aws::HttpClient& http_;
  const bool http_to_loopback_;
};

}  // namespace curfew::jwt
