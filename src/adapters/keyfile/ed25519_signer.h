// Signs checkpoints with an Ed25519 key (RFC 8032) that is made at its first use and kept, sealed, in the SQLite file;
// so all processes that share the file sign with the same key.
//
// Owned by src/main; database, sealer and entropy must outlive it. Safe for use by many threads. The private key is
// never stored unsealed.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "adapters/keyfile/ed25519.h"
#include "adapters/sqlite_file/database.h"
#include "base/error.h"
#include "ports/audit_log.h"
#include "ports/entropy.h"
#include "ports/seal.h"

namespace curfew::keyfile {

class Ed25519Signer final : public CheckpointSigner {
 public:
  Ed25519Signer(sqlite_file::Database& database, Sealer& sealer, Entropy& entropy);

  // Errors of both: kUnavailable, kDamaged (the stored key does not open, or is not what it was).
  [[nodiscard]] Result<std::string> sign(const std::string& bytes) override;
  [[nodiscard]] Result<std::string> public_key() override;

  [[nodiscard]] bool verify(const std::string& bytes, const std::string& signature,
                            const std::string& public_key) const override;

 private:
  [[nodiscard]] Result<KeyPair> key_pair();
  [[nodiscard]] Result<KeyPair> load_or_make();

  sqlite_file::Database& database_;
  Sealer& sealer_;
  Entropy& entropy_;
  std::mutex mutex_;
  std::optional<KeyPair> loaded_;  // guarded by mutex_; never changes once set
};

}  // namespace curfew::keyfile
