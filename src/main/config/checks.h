// The shapes that single values of the configuration must have. Pure. Internal to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curfew::config {

struct ListenAddress {
  std::string host;  // a literal IPv4 or IPv6 address, without brackets
  std::uint16_t port = 0;
  bool is_loopback = false;
};

// "127.0.0.1:8080", "[::1]:8080". Names are refused: what one stands for may change between check and use.
[[nodiscard]] std::optional<ListenAddress> parse_listen(std::string_view text);

// "10.0.0.0/8", "2001:db8::/32", or a single address.
[[nodiscard]] bool is_address_range(std::string_view text);
// Whether the range is every address: "0.0.0.0/0", "::/0", or IPv4's place in IPv6.
[[nodiscard]] bool is_everybody(std::string_view range);

struct WebOrigin {
  std::string text;      // "https://curfew.example.com", without a slash at its end
  bool is_safe = false;  // https, or http to this machine
};

// Scheme http or https, a host, perhaps a port, and nothing else.
[[nodiscard]] std::optional<WebOrigin> parse_origin(std::string_view text);

// Scheme https and a host.
[[nodiscard]] bool is_https_url(std::string_view text);

// Scheme https, or http to this machine; a host, no user, no fragment.
[[nodiscard]] bool is_https_or_local_url(std::string_view text);

// "smtp://host[:port]" or "smtps://host[:port]", without user, path or query.
[[nodiscard]] bool is_smtp_url(std::string_view text);

[[nodiscard]] bool is_region(std::string_view text);             // "us-east-1", "us-gov-west-1"
[[nodiscard]] bool is_arn(std::string_view text);                // of anything
[[nodiscard]] bool is_role_arn(std::string_view text);           // arn:aws:iam::123456789012:role/…
[[nodiscard]] bool is_topic_arn(std::string_view text);          // arn:aws:sns:us-east-1:123456789012:…
[[nodiscard]] bool is_instance_arn(std::string_view text);       // arn:aws:sso:::instance/ssoins-…
[[nodiscard]] bool is_identity_store_id(std::string_view text);  // d-1234567890, or a UUID
[[nodiscard]] bool is_table_name(std::string_view text);         // DynamoDB's: 3 to 255 of [a-zA-Z0-9_.-]
[[nodiscard]] bool is_schedule_group(std::string_view text);     // EventBridge Scheduler's: 1 to 64 of [0-9a-zA-Z-_.]

[[nodiscard]] bool is_account_id(std::string_view text);          // 12 digits
[[nodiscard]] bool is_permission_set_arn(std::string_view text);  // arn:aws:sso:::permissionSet/ssoins-…/ps-…
// "arn:aws:sso:::permissionSet/ssoins-…" of an ARN with the right shape.
[[nodiscard]] std::string_view instance_of(std::string_view arn);
// Whether a permission set of the first ARN belongs to the instance of the second: both name it "ssoins-…".
[[nodiscard]] bool belongs_to(std::string_view permission_set_arn, std::string_view instance_arn);
[[nodiscard]] bool is_permission_set_name(std::string_view text);  // AWS's: 1 to 32 of [\w+=,.@-]
[[nodiscard]] bool is_short_name(std::string_view text);           // the catalog's: letter, then letters, digits, - _ .
[[nodiscard]] bool is_pool_id(std::string_view text);              // Cognito's: <word or ->_<letters, digits, _>
[[nodiscard]] bool is_client_id(std::string_view text);            // Cognito's: 1 to 128 of [\w+]

}  // namespace curfew::config
