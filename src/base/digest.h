// SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104) and the texts that digests and keys travel in. Pure functions;
// OpenSSL does the work. They abort on a failure of the library itself, which only a broken installation gives.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace curfew {

[[nodiscard]] std::string sha256(std::string_view bytes);  // 32 raw bytes
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view bytes);

[[nodiscard]] std::string hex(std::string_view bytes);  // lower case
// Empty unless `text` is an even number of hexadecimal digits.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

// base64url without padding (RFC 4648 section 5). Decoding accepts only the one canonical spelling.
[[nodiscard]] std::string base64url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

// base64 with padding (RFC 4648 section 4), on one line.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace curfew
