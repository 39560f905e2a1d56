#include "adapters/user_pool/user_pool.h"

#include <utility>

namespace curfew::user_pool {

UserPool::UserPool(PoolSettings settings, sqlite_file::Database& database, Sealer& sealer, Entropy& entropy, Log& log)
    : settings_(std::move(settings)),
      keys_(database, sealer),
      hasher_(settings_.hashing),
      minter_(settings_, keys_, entropy),
      access_tokens_({.issuer = settings_.issuer, .client_id = settings_.client_id, .use = jwt::TokenUse::kAccess},
                     keys_),
      sign_in_endpoint_({.settings = settings_,
                         .database = database,
                         .sealer = sealer,
                         .entropy = entropy,
                         .log = log,
                         .hasher = hasher_,
                         .minter = minter_,
                         .access_tokens = access_tokens_},
                        keys_),
      token_verifier_(settings_, database, keys_),
      user_admin_(database, hasher_, keys_, entropy),
      approver_directory_(database) {}

Result<std::unique_ptr<UserPool>> UserPool::open(PoolSettings settings, sqlite_file::Database& database, Sealer& sealer,
                                                 Entropy& entropy, Log& log, Instant now) {
  if (settings.issuer.empty() || settings.pool_id.empty() || settings.client_id.empty()) {
    return fail(ErrorCode::kConfiguration, "The built-in sign-in needs an issuer, a pool id and a client id.");
  }
  std::unique_ptr<UserPool> pool(new UserPool(std::move(settings), database, sealer, entropy, log));
  const auto key = pool->keys_.current(now);
  if (!key) return fail(key.error());
  return pool;
}

}  // namespace curfew::user_pool
