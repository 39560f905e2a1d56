// Ed25519 (RFC 8032), by libsodium. Pure. Internal to this folder.
#pragma once

#include <string>

#include "base/secret.h"

namespace curfew::keyfile {

inline constexpr std::size_t kSeedBytes = 32;

struct KeyPair {
  std::string public_key;  // 32 bytes
  Secret private_key;      // 64 bytes, libsodium's form: seed and public key
};

// `seed` has kSeedBytes.
[[nodiscard]] KeyPair key_pair_of(const Secret& seed);
[[nodiscard]] std::string sign_with(const KeyPair& pair, const std::string& bytes);  // 64 bytes
[[nodiscard]] bool is_signed_by(const std::string& public_key, const std::string& bytes, const std::string& signature);

}  // namespace curfew::keyfile
