// A JwtVerifier that remembers what it verified, and says what is wrong in the words of ports/sign_in.h.
//
// Nothing is remembered beyond what a token says: it is refused once it expired, and checked anew once the issuer
// withdrew or replaced its key. Safe for use by many threads.
#pragma once

#include <string>

#include "adapters/jwt/jwt_verifier.h"
#include "adapters/jwt/verified_tokens.h"
#include "base/error.h"
#include "base/secret.h"

namespace curfew::jwt {

class RememberingVerifier {
 public:
  // `keys` must outlive this.
  RememberingVerifier(TokenRules rules, TokenKeys& keys);

  // Errors: kUnauthenticated (one public text whatever the reason), kUnavailable.
  [[nodiscard]] Result<TokenClaims> verify(const Secret& token, Instant now);

 private:
  const JwtVerifier verifier_;
  VerifiedTokens verified_tokens_;
};

// The error for whoever holds a bad token, who learns nothing from it; `reason` is for the log.
[[nodiscard]] std::unexpected<Error> token_refused(const std::string& reason);

}  // namespace curfew::jwt
