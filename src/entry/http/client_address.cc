#include "entry/http/client_address.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>
#include <ranges>

namespace curfew::http {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned kMappedPrefix = 96;

AddressBytes bytes_of(const ip::address& address) {
  const ip::address_v6 wide = address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()) : address.to_v6();
  AddressBytes bytes{};
  std::ranges::copy(wide.to_bytes(), bytes.begin());
  return bytes;
}

std::optional<ip::address> parse_address(std::string_view text) {
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

// An entry of X-Forwarded-For; some proxies add the port: "192.0.2.1:80", "[2001:db8::1]:80".
std::optional<ip::address> parse_hop(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    return end == std::string_view::npos ? std::nullopt : parse_address(text.substr(1, end - 1));
  }
  if (std::ranges::count(text, ':') == 1) text = text.substr(0, text.find(':'));
  return parse_address(text);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// All hops, in the order in which the headers name them.
std::vector<std::string_view> forwarded_hops(const std::vector<Header>& headers) {
  std::vector<std::string_view> hops;
  for (const Header& header : headers) {
    if (!equal_ignoring_case(header.name, "X-Forwarded-For")) continue;
    for (const auto part : std::views::split(std::string_view(header.value), ',')) {
      hops.push_back(trimmed(std::string_view(part.begin(), part.end())));
    }
  }
  return hops;
}

bool is_trusted(const ip::address& address, const std::vector<AddressRange>& trusted) {
  const AddressBytes bytes = bytes_of(address);
  return std::ranges::any_of(trusted, [&](const AddressRange& range) { return range.contains(bytes); });
}

ip::address walk_back(ip::address at, const std::vector<std::string_view>& hops,
                      const std::vector<AddressRange>& trusted) {
  for (const std::string_view hop : std::views::reverse(hops)) {
    if (!is_trusted(at, trusted)) break;
    const auto before = parse_hop(hop);
    if (!before) break;
    at = *before;
  }
  return at;
}

}  // namespace

Result<AddressRange> AddressRange::parse(std::string_view text) {
  const auto bad = [&] {
    return fail(ErrorCode::kConfiguration,
                "\"" + std::string(text) + "\" is no address range; write it as 10.0.0.0/8 or 2001:db8::/32.");
  };
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return bad();
  const unsigned widest = address->is_v4() ? 32 : 128;
  unsigned prefix = widest;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (error != std::errc{} || end != digits.data() + digits.size() || prefix > widest) return bad();
  }
  return AddressRange(bytes_of(*address), address->is_v4() ? prefix + kMappedPrefix : prefix);
}

bool AddressRange::contains(const AddressBytes& address) const {
  const std::size_t whole = prefix_ / 8;
  if (!std::equal(network_.begin(), network_.begin() + static_cast<std::ptrdiff_t>(whole), address.begin()))
    return false;
  const unsigned rest = prefix_ % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<unsigned>(0xffU << (8 - rest));
  return ((network_[whole] ^ address[whole]) & mask & 0xffU) == 0;
}

ClientAddress client_address(std::string_view peer, const std::vector<Header>& headers,
                             const std::vector<AddressRange>& trusted_proxies) {
  const auto start = parse_address(peer);
  if (!start) return {.text = std::string(peer)};
  const std::vector<std::string_view> hops = forwarded_hops(headers);
  const ip::address client = walk_back(*start, hops, trusted_proxies);
  // A proxy on this machine that nobody listed speaks for somebody else: what it brings is not from this machine.
  const bool speaks_for_another = client == *start && (!hops.empty() || count_headers(headers, "Forwarded") > 0);
  return {.text = client.to_string(), .loopback = client.is_loopback() && !speaks_for_another};
}

std::string throttle_key(std::string_view address) {
  const auto parsed = parse_address(address);
  if (!parsed || parsed->is_v4()) return std::string(address);
  auto bytes = parsed->to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  return ip::address_v6(bytes).to_string() + "/64";
}

}  // namespace curfew::http
