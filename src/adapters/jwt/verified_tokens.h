// Remembers which tokens verified, so that a client's next call with the same token costs a hash instead of an RSA
// operation. Holds the SHA-256 of tokens, never tokens, and only what cannot change: the claims.
//
// Bounded: two generations of at most `most` entries each; what has not been asked for during a whole generation goes.
// Safe for use by many threads.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "adapters/jwt/jwt_verifier.h"

namespace curfew::jwt {

class VerifiedTokens {
 public:
  explicit VerifiedTokens(std::size_t most) : most_(most) {}

  [[nodiscard]] std::optional<TokenClaims> find(const std::string& token_hash);
  void remember(const std::string& token_hash, const TokenClaims& claims);

 private:
  void put(const std::string& token_hash, const TokenClaims& claims);

  const std::size_t most_;
  std::mutex mutex_;
  std::unordered_map<std::string, TokenClaims> young_;  // guarded by mutex_
  std::unordered_map<std::string, TokenClaims> old_;    // guarded by mutex_
};

}  // namespace curfew::jwt
