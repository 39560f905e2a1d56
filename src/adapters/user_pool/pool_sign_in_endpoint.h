// The SignInEndpoint of the built-in pool: finds the operation that a call names and puts its outcome on the wire.
//
// Owned by UserPool. Safe for use by many threads. Secrets are never logged; what fails by our own fault is.
#pragma once

#include <string>

#include "adapters/user_pool/operations.h"
#include "adapters/user_pool/signing_keys.h"
#include "ports/sign_in.h"

namespace curfew::user_pool {

class PoolSignInEndpoint final : public SignInEndpoint {
 public:
  PoolSignInEndpoint(const PoolParts& parts, SigningKeys& keys) : parts_(parts), keys_(keys) {}

  [[nodiscard]] SignInAnswer answer(const SignInCall& call, Instant now) override;
  [[nodiscard]] Result<std::string> jwks() override { return keys_.jwks(); }

 private:
  [[nodiscard]] Answer run(const SignInCall& call, Instant now);

  PoolParts parts_;
  SigningKeys& keys_;
};

}  // namespace curfew::user_pool
