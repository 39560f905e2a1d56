// Where a request comes from, seen through the proxies that are trusted to tell.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "entry/http/message.h"

namespace curfew::http {

// An IPv4 or IPv6 address as 16 bytes; IPv4 as IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2), so that one and the same
// client has one address on every kind of socket.
using AddressBytes = std::array<std::uint8_t, 16>;

// "10.0.0.0/8", "2001:db8::/32", or a single address.
class AddressRange {
 public:
  // Errors: kConfiguration.
  [[nodiscard]] static Result<AddressRange> parse(std::string_view text);

  [[nodiscard]] bool contains(const AddressBytes& address) const;

 private:
  AddressRange(const AddressBytes& network, unsigned prefix) : network_(network), prefix_(prefix) {}

  AddressBytes network_;
  unsigned prefix_;  // of 128 bits
};

struct ClientAddress {
  std::string text;  // "203.0.113.7", "2001:db8::1"
  bool loopback = false;
};

// The client behind `peer` (the socket's other end, an address without port). X-Forwarded-For counts only when the peer
// is one of `trusted_proxies`: it is read from its end, past trusted addresses, to the first that is not trusted; an
// entry that is no address ends the reading, and whoever vouched for it last is taken.
[[nodiscard]] ClientAddress client_address(std::string_view peer, const std::vector<Header>& headers,
                                           const std::vector<AddressRange>& trusted_proxies);

// What one caller's share is counted by: the address, or for IPv6 its /64, of which a single client has all.
[[nodiscard]] std::string throttle_key(std::string_view address);

}  // namespace curfew::http
