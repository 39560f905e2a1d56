// Which proxy a host is reached through, by the customary variables of the environment. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/aws/http_client.h"
#include "adapters/aws/url.h"
#include "base/error.h"
#include "base/secret.h"

namespace curfew::aws {

struct Proxy {
  std::string host;
  std::uint16_t port = 80;
  Secret authorization;  // the value of Proxy-Authorization; empty without credentials
};

class ProxyRules {
 public:
  // Errors: kConfiguration for a proxy that cannot be used.
  [[nodiscard]] static Result<ProxyRules> of(const HttpSettings& settings);

  // Null: directly.
  [[nodiscard]] const Proxy* for_url(const Url& url) const;

 private:
  std::optional<Proxy> for_http_;
  std::optional<Proxy> for_https_;
  std::vector<std::string> excepted_;
};

// Whether `host` is one of those that `rule` names: a host, a domain with everything below it ("example.com",
// ".example.com", "*.example.com"), an address, a range of addresses ("10.0.0.0/8"), or "*".
[[nodiscard]] bool is_excepted(std::string_view host, std::string_view rule);

}  // namespace curfew::aws
