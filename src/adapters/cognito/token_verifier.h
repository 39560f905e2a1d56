// The TokenVerifier for an Amazon Cognito user pool: its ID tokens, by its published keys.
//
// Curfew does not ask Cognito about each call. What an administrator changes in the pool counts when a token expires,
// after an hour unless the app client says otherwise (5 minutes to a day): until then a disabled or deleted user, a
// user who was taken out of a group, and one who was signed out everywhere, can do what their token says. The built-in
// pool has no such delay. Whoever needs people out at once shortens the validity of the ID token in the app client.
//
// Owned by src/main. Safe for use by many threads.
#pragma once

#include <memory>

#include "adapters/cognito/settings.h"
#include "adapters/jwt/documents.h"
#include "adapters/jwt/issuer_token_verifier.h"
#include "adapters/jwt/jwks_cache.h"
#include "ports/clock.h"
#include "ports/sign_in.h"
#include "ports/telemetry.h"

namespace curfew::cognito {

class CognitoTokenVerifier final : public TokenVerifier {
 public:
  // All must outlive this. Fetches nothing yet. Errors: kConfiguration.
  [[nodiscard]] static Result<std::unique_ptr<CognitoTokenVerifier>> open(const CognitoSettings& settings,
                                                                          jwt::Documents& documents, const Clock& clock,
                                                                          Log& log);
  CognitoTokenVerifier(const CognitoTokenVerifier&) = delete;
  CognitoTokenVerifier& operator=(const CognitoTokenVerifier&) = delete;
  ~CognitoTokenVerifier() override = default;

  [[nodiscard]] Result<Identity> verify(const Secret& id_token, Instant now) override;

  [[nodiscard]] Status warm() override { return keys_.warm(); }

 private:
  CognitoTokenVerifier(const CognitoSettings& settings, jwt::Documents& documents, const Clock& clock, Log& log);

  jwt::JwksCache keys_;
  jwt::IssuerTokenVerifier verifier_;
};

}  // namespace curfew::cognito
