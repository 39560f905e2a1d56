// Signs checkpoints with an Ed25519 key that follows from a key file, where several servers share a store and no SQLite
// file: every server has a copy of the key file, so all of them sign with one key.
//
// Safe for use by many threads; immutable. The key never leaves this object; it is wiped with it.
#pragma once

#include <memory>
#include <string>

#include "adapters/keyfile/ed25519.h"
#include "base/error.h"
#include "ports/audit_log.h"
#include "ports/entropy.h"

namespace curfew::keyfile {

class SharedKeySigner final : public CheckpointSigner {
 public:
  // Reads the key file at `path`. kConfiguration, with what to do: there is none, it is no key file, or others can read
  // it. kUnavailable when the file system fails.
  [[nodiscard]] static Result<std::unique_ptr<SharedKeySigner>> open(const std::string& path);

  // Makes the key file where there is none; true when it did. Errors as of open.
  [[nodiscard]] static Result<bool> make_key(const std::string& path, Entropy& entropy);

  [[nodiscard]] Result<std::string> sign(const std::string& bytes) override;
  [[nodiscard]] Result<std::string> public_key() override;
  [[nodiscard]] bool verify(const std::string& bytes, const std::string& signature,
                            const std::string& public_key) const override;

 private:
  explicit SharedKeySigner(KeyPair pair) : pair_(std::move(pair)) {}

  const KeyPair pair_;
};

}  // namespace curfew::keyfile
