// The TokenVerifier of the built-in pool: a right ID token, of a sign-in that still lasts, of a user who still exists
// and is enabled. Groups are those of the moment, not the token's.
//
// Owned by UserPool. Safe for use by many threads. One indexed read of the store a call; the RSA operation only when
// the token is new.
#pragma once

#include "adapters/jwt/remembering_verifier.h"
#include "adapters/sqlite_file/database.h"
#include "adapters/user_pool/settings.h"
#include "ports/sign_in.h"

namespace curfew::user_pool {

class PoolTokenVerifier final : public TokenVerifier {
 public:
  PoolTokenVerifier(const PoolSettings& settings, sqlite_file::Database& database, jwt::TokenKeys& keys);

  [[nodiscard]] Result<Identity> verify(const Secret& id_token, Instant now) override;

 private:
  sqlite_file::Database& database_;
  const bool require_verified_email_;
  jwt::RememberingVerifier verifier_;
};

}  // namespace curfew::user_pool
