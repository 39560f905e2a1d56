// The keys that sign the pool's tokens, in the store, their private halves sealed. One key signs; a retired key goes on
// verifying until the last token that it signed has expired, then it is deleted.
//
// Safe for use by many threads, and by several processes on one store: which key signs is read from the store each
// time, so a rotation by `curfew` beside a running server counts at the server's next sign-in.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "adapters/jwt/jwt_verifier.h"
#include "adapters/sqlite_file/database.h"
#include "adapters/user_pool/rsa_key.h"
#include "base/error.h"
#include "base/time.h"
#include "ports/seal.h"

namespace curfew::user_pool {

class SigningKeys final : public jwt::TokenKeys {
 public:
  SigningKeys(sqlite_file::Database& database, Sealer& sealer) : database_(database), sealer_(sealer) {}

  // Errors of all: kUnavailable, kDamaged, kInternal.

  // The key that signs now; the first one is made when there is none.
  [[nodiscard]] Result<std::shared_ptr<const RsaKey>> current(Instant now);
  // Retires the key that signs and makes another.
  [[nodiscard]] Status rotate(Instant now);
  // All keys that verify, as a JWKS document (RFC 7517 section 5).
  [[nodiscard]] Result<std::string> jwks();

  [[nodiscard]] Result<std::shared_ptr<const jwt::PublicKey>> find(const std::string& kid) override;

 private:
  [[nodiscard]] Result<std::shared_ptr<const RsaKey>> stored_current();
  [[nodiscard]] Result<std::string> sealed_private_jwk(const RsaKey& key);
  // Deletes the retired keys whose tokens have all expired.
  [[nodiscard]] Status prune(Instant now);
  void forget_public_keys();

  sqlite_file::Database& database_;
  Sealer& sealer_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const jwt::PublicKey>> public_keys_;  // by kid; guarded by mutex_
  std::shared_ptr<const RsaKey> signing_key_;  // with its private half, as last used; guarded by mutex_
};

}  // namespace curfew::user_pool
