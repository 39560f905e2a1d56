#include "main/config/checks.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <regex>

namespace curfew::config {
namespace {

using AddressBytes = std::array<unsigned char, 16>;

// The length of the address in bits; 0 when `text` is none.
int parse_address(const std::string& text, AddressBytes& bytes) {
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return 32;
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return 128;
  return 0;
}

bool is_loopback(const std::string& host) {
  AddressBytes bytes{};
  const int bits = parse_address(host, bytes);
  if (bits == 32) return bytes[0] == 127;
  AddressBytes one{};
  one[15] = 1;
  return bits == 128 && bytes == one;
}

// Digits only: from_chars alone would accept "80 " cut short, or a sign.
std::optional<int> parse_number(std::string_view text, int most) {
  if (text.empty()) return {};
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-' || number > most) return {};
  return number;
}

// Boost.URL 1.81 takes the beginning of "127.0.0.1.example.com" for the host, and the rest for the path.
bool has_whole_host(const boost::urls::url_view& url) {
  return !url.host().empty() && (url.path().empty() || url.path().front() == '/');
}

bool matches(std::string_view text, const std::regex& pattern) {
  return std::regex_match(text.begin(), text.end(), pattern);
}

// A URL of only scheme and authority, with a host; empty otherwise.
std::optional<boost::urls::url_view> parse_bare_url(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  if (!url || url->host().empty() || url->has_userinfo() || url->has_query() || url->has_fragment()) return {};
  if (!url->path().empty() && url->path() != "/") return {};
  if (url->has_port() && parse_number(url->port(), 65'535).value_or(0) == 0) return {};
  return *url;
}

}  // namespace

std::optional<ListenAddress> parse_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  const auto port = parse_number(text.substr(colon + 1), 65'535);
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  AddressBytes bytes{};
  const int bits = parse_address(std::string(host), bytes);
  if (!port || bits == 0 || bracketed != (bits == 128)) return std::nullopt;
  return ListenAddress{.host = std::string(host),
                       .port = static_cast<std::uint16_t>(*port),
                       .is_loopback = is_loopback(std::string(host))};
}

bool is_address_range(std::string_view text) {
  const std::size_t slash = text.find('/');
  AddressBytes bytes{};
  const int bits = parse_address(std::string(text.substr(0, slash)), bytes);
  if (bits == 0 || slash == std::string_view::npos) return bits != 0;
  return slash + 1 < text.size() && parse_number(text.substr(slash + 1), bits).has_value();
}

bool is_everybody(std::string_view range) {
  const std::size_t slash = range.find('/');
  if (slash == std::string_view::npos || !is_address_range(range)) return false;
  AddressBytes bytes{};
  const bool wide = parse_address(std::string(range.substr(0, slash)), bytes) == 128;
  const bool mapped = wide && std::ranges::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
                      bytes[10] == 0xff && bytes[11] == 0xff;
  return parse_number(range.substr(slash + 1), 128).value_or(128) <= (mapped ? 96 : 0);
}

std::optional<WebOrigin> parse_origin(std::string_view text) {
  const auto url = parse_bare_url(text);
  if (!url || (url->scheme() != "http" && url->scheme() != "https")) return std::nullopt;
  const std::string host(url->host_address());
  const bool is_here = host == "localhost" || is_loopback(host);
  std::string origin(text);
  if (origin.ends_with('/')) origin.pop_back();
  return WebOrigin{.text = std::move(origin), .is_safe = url->scheme() == "https" || is_here};
}

bool is_https_url(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  return url && url->scheme() == "https" && has_whole_host(*url) && !url->has_userinfo();
}

bool is_https_or_local_url(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  if (!url || !has_whole_host(*url) || url->has_userinfo() || url->has_fragment()) return false;
  const std::string host(url->host_address());
  return url->scheme() == "https" || (url->scheme() == "http" && (host == "localhost" || is_loopback(host)));
}

bool is_smtp_url(std::string_view text) {
  const auto url = parse_bare_url(text);
  return url && (url->scheme() == "smtp" || url->scheme() == "smtps");
}

bool is_region(std::string_view text) {
  static const std::regex kPattern("[a-z]{2}(-[a-z]+)+-[0-9]{1,2}");
  return matches(text, kPattern);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
bool is_arn(std::string_view text) {
  static const std::regex kPattern("arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12})?:[^ ]{1,1024}");
  return matches(text, kPattern);
}

bool is_role_arn(std::string_view text) {
  static const std::regex kPattern("arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]{1,512}");
  return matches(text, kPattern);
}

bool is_topic_arn(std::string_view text) {
  static const std::regex kPattern("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}");
  return matches(text, kPattern);
}

// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_InstanceMetadata.html
bool is_instance_arn(std::string_view text) {
  static const std::regex kPattern("arn:aws[a-z-]*:sso:::instance/(sso)?ins-[a-zA-Z0-9.-]{16}");
  return matches(text, kPattern);
}

bool is_identity_store_id(std::string_view text) {
  static const std::regex kPattern("d-[0-9a-f]{10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  return matches(text, kPattern);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
bool is_table_name(std::string_view text) {
  static const std::regex kPattern("[A-Za-z0-9_.-]{3,255}");
  return matches(text, kPattern);
}

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html
bool is_schedule_group(std::string_view text) {
  static const std::regex kPattern("[0-9A-Za-z_.-]{1,64}");
  return matches(text, kPattern);
}

bool is_account_id(std::string_view text) {
  static const std::regex kPattern("[0-9]{12}");
  return matches(text, kPattern);
}

// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PermissionSet.html
bool is_permission_set_arn(std::string_view text) {
  static const std::regex kPattern(
      "arn:aws(-[a-z]+)*:sso:::permissionSet/(sso)?ins-[a-zA-Z0-9.-]{16}/ps-[a-zA-Z0-9.-]{16}");
  return matches(text, kPattern);
}

std::string_view instance_of(std::string_view arn) { return arn.substr(0, arn.rfind('/')); }

bool belongs_to(std::string_view permission_set_arn, std::string_view instance_arn) {
  const std::string_view set_of = instance_of(permission_set_arn);
  return set_of.substr(set_of.rfind('/') + 1) == instance_arn.substr(instance_arn.rfind('/') + 1);
}

// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html
bool is_permission_set_name(std::string_view text) {
  static const std::regex kPattern("[A-Za-z0-9_+=,.@-]{1,32}");
  return matches(text, kPattern);
}

bool is_short_name(std::string_view text) {
  static const std::regex kPattern("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  return matches(text, kPattern);
}

// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html
bool is_pool_id(std::string_view text) {
  static const std::regex kPattern("[A-Za-z0-9_-]+_[0-9a-zA-Z]+");
  return text.size() <= 55 && matches(text, kPattern);
}

bool is_client_id(std::string_view text) {
  static const std::regex kPattern("[A-Za-z0-9_+]{1,128}");
  return matches(text, kPattern);
}

}  // namespace curfew::config
