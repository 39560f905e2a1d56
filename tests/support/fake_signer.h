// A signer of checkpoints whose signatures only it can check: keyed hashes in place of Ed25519.
#pragma once

#include <string>
#include <utility>

#include "base/digest.h"
#include "ports/audit_log.h"

namespace curfew::test {

class FakeSigner final : public CheckpointSigner {
 public:
  explicit FakeSigner(std::string key = "the installation's key") : key_(std::move(key)) {}

  [[nodiscard]] Result<std::string> sign(const std::string& bytes) override { return signature_of(bytes); }
  [[nodiscard]] Result<std::string> public_key() override { return sha256(key_); }
  [[nodiscard]] bool verify(const std::string& bytes, const std::string& signature,
                            const std::string& public_key) const override {
    return public_key == sha256(key_) && signature == signature_of(bytes);
  }

 private:
  [[nodiscard]] std::string signature_of(const std::string& bytes) const {
    return hmac_sha256(key_, bytes) + hmac_sha256(key_, "second half" + bytes);
  }

  std::string key_;
};

}  // namespace curfew::test
