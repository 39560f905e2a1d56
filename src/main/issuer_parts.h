// Sign-in by somebody else: a Cognito user pool, or any OIDC issuer.
//
// One for a process. Thread-safe as the ports are.
#pragma once

#include <memory>

#include "adapters/aws/caller.h"
#include "adapters/aws/http_client.h"
#include "adapters/cognito/settings.h"
#include "adapters/jwt/https_documents.h"
#include "adapters/oidc/oidc_token_verifier.h"
#include "base/error.h"
#include "main/config/configuration.h"
#include "main/config/environment.h"
#include "main/surroundings.h"
#include "ports/mail.h"
#include "ports/sign_in.h"

namespace curfew::wiring {

[[nodiscard]] cognito::CognitoSettings cognito_settings_of(const config::Configuration& configuration,
                                                           const config::CognitoSignInConfig& cognito);
[[nodiscard]] oidc::OidcSettings oidc_settings_of(const config::SignInConfig& sign_in,
                                                  const config::OidcSignInConfig& oidc);

class IssuerParts {
 public:
  // Fetches nothing yet. `caller` administers a Cognito pool, and may be null with an OIDC issuer; it and what is
  // around must outlive this. Errors: kConfiguration.
  [[nodiscard]] static Result<std::unique_ptr<IssuerParts>> open(const config::Configuration& configuration,
                                                                 const config::Environment& environment,
                                                                 aws::Caller* caller, const Surroundings& around);
  IssuerParts(const IssuerParts&) = delete;
  IssuerParts& operator=(const IssuerParts&) = delete;
  ~IssuerParts() = default;

  [[nodiscard]] TokenVerifier& tokens() { return *tokens_; }
  [[nodiscard]] UserAdmin& users() { return *users_; }
  [[nodiscard]] ApproverDirectory& approvers() { return *approvers_; }

 private:
  explicit IssuerParts(std::unique_ptr<aws::HttpClient> http) : http_(std::move(http)), documents_(*http_, true) {}

  [[nodiscard]] Status add_cognito(const config::Configuration& configuration,
                                   const config::CognitoSignInConfig& cognito, aws::Caller& caller,
                                   const Surroundings& around);
  [[nodiscard]] Status add_oidc(const config::SignInConfig& sign_in, const config::OidcSignInConfig& oidc,
                                const Surroundings& around);

  std::unique_ptr<aws::HttpClient> http_;
  jwt::HttpsDocuments documents_;
  std::unique_ptr<TokenVerifier> tokens_;
  std::unique_ptr<UserAdmin> users_;
  std::unique_ptr<ApproverDirectory> approvers_;
};

}  // namespace curfew::wiring
