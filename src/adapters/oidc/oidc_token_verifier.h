// The TokenVerifier for any issuer of OpenID Connect: its ID tokens, by its published keys. People are administered
// where the issuer has them.
//
// What the issuer decides between two tokens does not reach Curfew: a token counts until it expires
// (jwt::IssuerTokenVerifier). Owned by src/main. Safe for use by many threads.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "adapters/jwt/documents.h"
#include "adapters/jwt/issuer_token_verifier.h"
#include "adapters/jwt/jwks_cache.h"
#include "ports/clock.h"
#include "ports/sign_in.h"
#include "ports/telemetry.h"

namespace curfew::oidc {

struct OidcSettings {
  std::string issuer;     // as `iss` has it, to the last slash
  std::string client_id;  // Curfew's, with the issuer: the audience of ID tokens
  // Where the keys are; absent: where <issuer>/.well-known/openid-configuration says.
  std::optional<std::string> jwks_url = std::nullopt;
  std::string groups_claim = "groups";
  std::string engineers_group;
  std::string managers_group;
  bool require_verified_email = true;
  bool http_to_loopback = false;  // for tests: issuer and keys may be at http://127.0.0.1
};

class OidcTokenVerifier final : public TokenVerifier {
 public:
  // All must outlive this. Fetches nothing yet. Errors: kConfiguration.
  [[nodiscard]] static Result<std::unique_ptr<OidcTokenVerifier>> open(const OidcSettings& settings,
                                                                       jwt::Documents& documents, const Clock& clock,
                                                                       Log& log);
  OidcTokenVerifier(const OidcTokenVerifier&) = delete;
  OidcTokenVerifier& operator=(const OidcTokenVerifier&) = delete;
  ~OidcTokenVerifier() override = default;

  [[nodiscard]] Result<Identity> verify(const Secret& id_token, Instant now) override;

  [[nodiscard]] Status warm() override { return keys_.warm(); }

 private:
  OidcTokenVerifier(const OidcSettings& settings, jwt::Documents& documents, const Clock& clock, Log& log);

  jwt::JwksCache keys_;
  jwt::IssuerTokenVerifier verifier_;
};

}  // namespace curfew::oidc
