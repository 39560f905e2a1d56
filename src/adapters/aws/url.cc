#include "adapters/aws/url.h"

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

namespace curfew::aws {
namespace {

namespace urls = boost::urls;

std::string text(urls::string_view view) { return {view.data(), view.size()}; }

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return text;
}

// Boost.URL 1.81 reads 99999 as 34463: the digits are read here.
std::optional<std::uint16_t> port_of(const urls::url_view& view, bool is_tls) {
  const auto implied = static_cast<std::uint16_t>(is_tls ? 443 : 80);
  if (!view.has_port()) return implied;
  const std::string digits = text(view.port());
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

std::string Url::authority() const {
  const std::uint16_t implied = is_tls ? 443 : 80;
  if (port != implied) return host_and_port();
  return host.contains(':') ? "[" + host + "]" : host;
}

std::string Url::host_and_port() const {
  return (host.contains(':') ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string Url::target() const { return query.empty() ? path : path + "?" + query; }

std::string Url::origin() const { return (is_tls ? "https://" : "http://") + authority(); }

std::optional<Url> parse_url(std::string_view address) {
  const auto parsed = urls::parse_uri({address.data(), address.size()});
  if (!parsed || parsed->has_fragment()) return std::nullopt;
  const urls::url_view& view = *parsed;
  const bool is_tls = view.scheme_id() == urls::scheme::https;
  if ((!is_tls && view.scheme_id() != urls::scheme::http) || view.encoded_host().empty()) return std::nullopt;
  const auto port = port_of(view, is_tls);
  if (!port) return std::nullopt;
  // Boost.URL 1.81 takes the beginning of "127.0.0.1.example.com" for an address, and the rest for the path.
  if (!view.encoded_path().empty() && view.encoded_path().front() != '/') return std::nullopt;
  Url url;
  url.is_tls = is_tls;
  url.host = lower(text(view.host_type() == urls::host_type::ipv6 ? view.encoded_host_address() : view.encoded_host()));
  url.port = *port;
  url.path = view.encoded_path().empty() ? "/" : text(view.encoded_path());
  url.query = text(view.encoded_query());
  if (view.has_userinfo()) url.user_info = view.userinfo();
  return url;
}

std::string percent_encoded(std::string_view text, std::string_view kept) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c) || kept.contains(c)) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
  }
  return encoded;
}

}  // namespace curfew::aws
