// An issuer's keys as a test publishes and withdraws them. Not for sharing between threads.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "adapters/jwt/jwt_verifier.h"
#include "support/token_signer.h"

namespace curfew::jwt {

class FixedKeys final : public TokenKeys {
 public:
  void publish(const test::TokenSigner& signer) {
    auto key = PublicKey::from_jwk(signer.jwk());
    ASSERT_TRUE(key) << key.error();
    keys_[signer.kid()] = std::make_shared<const PublicKey>(*std::move(key));
  }
  void withdraw(const std::string& kid) { keys_.erase(kid); }
  void fail_from_now_on() { failing_ = true; }

  Result<std::shared_ptr<const PublicKey>> find(const std::string& kid) override {
    if (failing_) return fail(ErrorCode::kUnavailable, "no keys", "the store is away");
    const auto key = keys_.find(kid);
    return key == keys_.end() ? nullptr : key->second;
  }

 private:
  std::map<std::string, std::shared_ptr<const PublicKey>> keys_;
  bool failing_ = false;
};

}  // namespace curfew::jwt
