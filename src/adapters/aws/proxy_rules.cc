#include "adapters/aws/proxy_rules.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "base/digest.h"

namespace curfew::aws {
namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return result;
}

Result<Proxy> parse_proxy(const std::string& text) {
  const auto url = parse_url(text.contains("://") ? text : "http://" + text);
  // The text may hold a password: it is not repeated.
  if (!url) return fail(ErrorCode::kConfiguration, "The HTTP proxy of the environment is no http:// address.");
  if (url->is_tls) {
    return fail(ErrorCode::kConfiguration,
                "The HTTP proxy " + url->host_and_port() +
                    " is spoken to over TLS (https://), which Curfew cannot do; name it with "
                    "http://. TLS to AWS goes through it unopened.");
  }
  Proxy proxy{.host = url->host, .port = url->port, .authorization = {}};
  if (!url->user_info.empty()) proxy.authorization = Secret("Basic " + base64(url->user_info));
  return proxy;
}

bool is_in_range(const ip::address& address, const std::string& range) {
  error_code error;
  if (address.is_v4()) {
    const ip::network_v4 network = ip::make_network_v4(range, error);
    if (error) return false;
    const ip::network_v4 host(address.to_v4(), 32);
    return host == network.canonical() || host.is_subnet_of(network.canonical());
  }
  const ip::network_v6 network = ip::make_network_v6(range, error);
  if (error) return false;
  const ip::network_v6 host(address.to_v6(), 128);
  return host == network.canonical() || host.is_subnet_of(network.canonical());
}

bool is_address_excepted(const ip::address& address, const std::string& rule) {
  if (rule.contains('/')) return is_in_range(address, rule);
  error_code error;
  const ip::address other = ip::make_address(rule, error);
  return !error && other == address;
}

}  // namespace

bool is_excepted(std::string_view host, std::string_view rule) {
  if (rule == "*") return true;
  std::string name = lower(rule);
  if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  error_code error;
  const ip::address address = ip::make_address(std::string(host), error);
  if (!error) return is_address_excepted(address, name);
  if (name.starts_with("*")) name.erase(0, 1);
  if (name.starts_with('.')) name.erase(0, 1);
  if (name.empty()) return false;
  return host == name ||
         (host.size() > name.size() && host.ends_with(name) && host[host.size() - name.size() - 1] == '.');
}

Result<ProxyRules> ProxyRules::of(const HttpSettings& settings) {
  ProxyRules rules;
  rules.excepted_ = settings.no_proxy;
  for (const auto& [text, proxy] :
       {std::pair{&settings.http_proxy, &rules.for_http_}, std::pair{&settings.https_proxy, &rules.for_https_}}) {
    if (!text->has_value()) continue;
    auto parsed = parse_proxy(**text);
    if (!parsed) return fail(std::move(parsed.error()));
    *proxy = *std::move(parsed);
  }
  return rules;
}

const Proxy* ProxyRules::for_url(const Url& url) const {
  const std::optional<Proxy>& proxy = url.is_tls ? for_https_ : for_http_;
  if (!proxy || std::ranges::any_of(excepted_, [&](const std::string& rule) { return is_excepted(url.host, rule); })) {
    return nullptr;
  }
  return &*proxy;
}

}  // namespace curfew::aws
