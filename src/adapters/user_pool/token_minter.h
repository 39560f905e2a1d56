// Makes the ID and access tokens of a sign-in, with Cognito's claims.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
//
// Safe for use by many threads. Whoever calls it has made sure that the user may have them.
#pragma once

#include <string>

#include "adapters/user_pool/settings.h"
#include "adapters/user_pool/sign_ins.h"
#include "adapters/user_pool/signing_keys.h"
#include "adapters/user_pool/users.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/time.h"
#include "ports/entropy.h"

namespace curfew::user_pool {

struct TokenPair {
  Secret id_token;
  Secret access_token;
};

class TokenMinter {
 public:
  TokenMinter(const PoolSettings& settings, SigningKeys& keys, Entropy& entropy)
      : settings_(settings), keys_(keys), entropy_(entropy) {}

  // Both good from `now` for kTokenLife. Errors: kUnavailable, kDamaged, kInternal.
  [[nodiscard]] Result<TokenPair> mint(const User& user, const SignIn& sign_in, Instant now);

 private:
  const PoolSettings& settings_;
  SigningKeys& keys_;
  Entropy& entropy_;
};

}  // namespace curfew::user_pool
