#include "adapters/jwt/verified_tokens.h"

#include <utility>

namespace curfew::jwt {

std::optional<TokenClaims> VerifiedTokens::find(const std::string& token_hash) {
  const std::scoped_lock lock(mutex_);
  if (const auto entry = young_.find(token_hash); entry != young_.end()) return entry->second;
  const auto entry = old_.find(token_hash);
  if (entry == old_.end()) return std::nullopt;
  const TokenClaims claims = entry->second;
  put(token_hash, claims);
  return claims;
}

void VerifiedTokens::remember(const std::string& token_hash, const TokenClaims& claims) {
  const std::scoped_lock lock(mutex_);
  put(token_hash, claims);
}

void VerifiedTokens::put(const std::string& token_hash, const TokenClaims& claims) {
  if (young_.size() >= most_) old_ = std::exchange(young_, {});
  young_.insert_or_assign(token_hash, claims);
}

}  // namespace curfew::jwt
