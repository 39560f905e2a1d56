// What the pool's operations work with, and the operations by themselves: each takes a call and answers it. Internal
// to this folder; PoolSignInEndpoint finds the one that a call names.
#pragma once

#include "adapters/jwt/jwt_verifier.h"
#include "adapters/sqlite_file/database.h"
#include "adapters/user_pool/password_hasher.h"
#include "adapters/user_pool/protocol.h"
#include "adapters/user_pool/settings.h"
#include "adapters/user_pool/token_minter.h"
#include "ports/entropy.h"
#include "ports/seal.h"
#include "ports/telemetry.h"

namespace curfew::user_pool {

struct PoolParts {
  const PoolSettings& settings;
  sqlite_file::Database& database;
  Sealer& sealer;
  Entropy& entropy;
  Log& log;
  PasswordHasher& hasher;
  TokenMinter& minter;
  const jwt::JwtVerifier& access_tokens;
};

// initiate_auth.cc
[[nodiscard]] Answer initiate_auth(PoolParts& pool, const Call& call);
// respond_to_challenge.cc
[[nodiscard]] Answer respond_to_auth_challenge(PoolParts& pool, const Call& call);
// account_operations.cc, with an access token
[[nodiscard]] Answer get_user(PoolParts& pool, const Call& call);
[[nodiscard]] Answer change_password(PoolParts& pool, const Call& call);
// sign_out_operations.cc
[[nodiscard]] Answer global_sign_out(PoolParts& pool, const Call& call);
[[nodiscard]] Answer revoke_token(PoolParts& pool, const Call& call);
// mfa_operations.cc, with an access token
[[nodiscard]] Answer associate_software_token(PoolParts& pool, const Call& call);
[[nodiscard]] Answer verify_software_token(PoolParts& pool, const Call& call);
[[nodiscard]] Answer set_user_mfa_preference(PoolParts& pool, const Call& call);

}  // namespace curfew::user_pool
