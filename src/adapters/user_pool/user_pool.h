// The built-in user pool, put together: it speaks the Cognito user-pool protocol and keeps its state in the SQLite
// file.
//
// Owned by src/main, which owns what it is made from; all of that must outlive it. Safe for use by many threads, and by
// several processes on one file.
#pragma once

#include <memory>

#include "adapters/sqlite_file/database.h"
#include "adapters/user_pool/pool_sign_in_endpoint.h"
#include "adapters/user_pool/pool_token_verifier.h"
#include "adapters/user_pool/pool_user_admin.h"
#include "adapters/user_pool/settings.h"
#include "ports/entropy.h"
#include "ports/seal.h"
#include "ports/telemetry.h"

namespace curfew::user_pool {

class UserPool {
 public:
  // The database must have the tables of user_pool_schema(). Makes the first signing key when there is none. Errors:
  // kConfiguration (issuer, pool id or client id is missing), kUnavailable, kDamaged, kInternal.
  [[nodiscard]] static Result<std::unique_ptr<UserPool>> open(PoolSettings settings, sqlite_file::Database& database,
                                                              Sealer& sealer, Entropy& entropy, Log& log, Instant now);

  UserPool(const UserPool&) = delete;
  UserPool& operator=(const UserPool&) = delete;
  UserPool(UserPool&&) = delete;
  UserPool& operator=(UserPool&&) = delete;
  ~UserPool() = default;

  [[nodiscard]] PoolSignInEndpoint& sign_in_endpoint() { return sign_in_endpoint_; }
  [[nodiscard]] PoolTokenVerifier& token_verifier() { return token_verifier_; }
  [[nodiscard]] PoolUserAdmin& user_admin() { return user_admin_; }
  [[nodiscard]] PoolApproverDirectory& approver_directory() { return approver_directory_; }

 private:
  UserPool(PoolSettings settings, sqlite_file::Database& database, Sealer& sealer, Entropy& entropy, Log& log);

  const PoolSettings settings_;
  SigningKeys keys_;
  PasswordHasher hasher_;
  TokenMinter minter_;
  jwt::JwtVerifier access_tokens_;
  PoolSignInEndpoint sign_in_endpoint_;
  PoolTokenVerifier token_verifier_;
  PoolUserAdmin user_admin_;
  PoolApproverDirectory approver_directory_;
};

}  // namespace curfew::user_pool
