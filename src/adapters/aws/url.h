// Addresses of HTTP, and the percent-encoding that signatures want. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curfew::aws {

struct Url {
  bool is_tls = false;
  std::string host;  // lower case; an IPv6 address without its brackets
  std::uint16_t port = 80;
  std::string path = "/";  // as it was written
  std::string query;       // as it was written, without the question mark
  std::string user_info;   // "name:password", decoded; only proxies have one

  // For the Host header: the port is left out where the scheme implies it.
  [[nodiscard]] std::string authority() const;
  // For CONNECT, and to tell places apart: always with the port.
  [[nodiscard]] std::string host_and_port() const;
  // What a request line names: path and query.
  [[nodiscard]] std::string target() const;
  // "https://authority".
  [[nodiscard]] std::string origin() const;
};

// Empty for anything but an absolute http or https URL with a host and without a fragment.
[[nodiscard]] std::optional<Url> parse_url(std::string_view text);

// RFC 3986 section 2.1, upper-case digits: all bytes but the unreserved ones, and those in `kept`.
[[nodiscard]] std::string percent_encoded(std::string_view text, std::string_view kept = {});

}  // namespace curfew::aws
