// A JWKS document (RFC 7517 section 5) as an issuer publishes it. Pure.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/jwt/public_key.h"

namespace curfew::jwt {

inline constexpr std::size_t kMostKeys = 100;

struct KeySet {
  std::unordered_map<std::string, std::shared_ptr<const PublicKey>> keys;  // by kid
  std::vector<std::string> left_out;                                       // why, for the log
};

// The keys that can check tokens. A key that cannot (PublicKey::from_jwk says why), that has no `kid`, or that shares
// it with another, is left out: the others are good without it. Empty when `document` is no JWKS document: not one
// JSON object with a list `keys` of at most kMostKeys objects, or with a key of JSON twice.
[[nodiscard]] std::optional<KeySet> parse_jwks(std::string_view document);

}  // namespace curfew::jwt
