#include "main/issuer_parts.h"

#include <utility>
#include <variant>
#include <vector>

#include "adapters/cognito/approver_directory.h"
#include "adapters/cognito/token_verifier.h"
#include "adapters/cognito/user_admin.h"
#include "adapters/oidc/oidc_token_verifier.h"
#include "main/mail_parts.h"

namespace curfew::wiring {
namespace {

// The users of an OIDC issuer, which has no common way to administer them.
class ForeignUsers final : public UserAdmin {
 public:
  [[nodiscard]] Result<PoolUser> add(const std::string& /*email*/, const std::vector<Group>& /*groups*/,
                                     const Secret& /*password*/, bool /*temporary*/, Instant /*now*/) override {
    return refused();
  }
  [[nodiscard]] Result<std::vector<PoolUser>> list() override { return refused(); }
  [[nodiscard]] Result<PoolUser> find(const std::string& /*email*/) override { return refused(); }
  [[nodiscard]] Status remove(const std::string& /*email*/) override { return refused(); }
  [[nodiscard]] Status set_groups(const std::string& /*email*/, const std::vector<Group>& /*groups*/) override {
    return refused();
  }
  [[nodiscard]] Status reset_password(const std::string& /*email*/, const Secret& /*password*/, bool /*temporary*/,
                                      Instant /*now*/) override {
    return refused();
  }
  [[nodiscard]] Secret random_password() override { return {}; }
  [[nodiscard]] Status rotate_signing_key(Instant /*now*/) override { return refused(); }

 private:
  static std::unexpected<Error> refused() {
    return fail(ErrorCode::kConfiguration,
                "Users, groups and keys of an OIDC issuer are administered there, not by Curfew.");
  }
};

}  // namespace

cognito::CognitoSettings cognito_settings_of(const config::Configuration& configuration,
                                             const config::CognitoSignInConfig& cognito) {
  const config::SignInConfig& sign_in = configuration.sign_in;
  return {.region = configuration.aws.region,
          .user_pool_id = cognito.user_pool_id,
          .client_id = sign_in.client_id,
          .engineers_group = sign_in.engineers_group,
          .managers_group = sign_in.managers_group,
          .groups_claim = sign_in.groups_claim,
          .require_verified_email = sign_in.require_verified_email,
          .jwks_url = sign_in.jwks_url,
          .http_to_loopback = true};
}

oidc::OidcSettings oidc_settings_of(const config::SignInConfig& sign_in, const config::OidcSignInConfig& oidc) {
  return {.issuer = oidc.issuer,
          .client_id = sign_in.client_id,
          .jwks_url = sign_in.jwks_url,
          .groups_claim = sign_in.groups_claim,
          .engineers_group = sign_in.engineers_group,
          .managers_group = sign_in.managers_group,
          .require_verified_email = sign_in.require_verified_email,
          .http_to_loopback = true};
}

Result<std::unique_ptr<IssuerParts>> IssuerParts::open(const config::Configuration& configuration,
                                                       const config::Environment& environment, aws::Caller* caller,
                                                       const Surroundings& around) {
  aws::HttpSettings settings = aws::http_settings_from(environment);
  settings.most_body_bytes = jwt::kLongestDocument;
  auto http = aws::HttpClient::open(settings);
  if (!http) return fail(http.error());
  std::unique_ptr<IssuerParts> parts(new IssuerParts(*std::move(http)));
  Status added;
  const config::SignInConfig& sign_in = configuration.sign_in;
  if (const auto* cognito = std::get_if<config::CognitoSignInConfig>(&sign_in.kind)) {
    added = parts->add_cognito(configuration, *cognito, *caller, around);
  } else {
    added = parts->add_oidc(sign_in, std::get<config::OidcSignInConfig>(sign_in.kind), around);
  }
  if (!added) return fail(added.error());
  return parts;
}

Status IssuerParts::add_cognito(const config::Configuration& configuration, const config::CognitoSignInConfig& cognito,
                                aws::Caller& caller, const Surroundings& around) {
  const cognito::CognitoSettings settings = cognito_settings_of(configuration, cognito);
  auto tokens = cognito::CognitoTokenVerifier::open(settings, documents_, around.clock, around.log);
  if (!tokens) return fail(tokens.error());
  tokens_ = *std::move(tokens);
  users_ = std::make_unique<cognito::CognitoUserAdmin>(settings, caller, around.entropy);
  approvers_ = std::make_unique<cognito::CognitoApproverDirectory>(settings, caller, around.clock);
  return {};
}

Status IssuerParts::add_oidc(const config::SignInConfig& sign_in, const config::OidcSignInConfig& oidc,
                             const Surroundings& around) {
  auto tokens = oidc::OidcTokenVerifier::open(oidc_settings_of(sign_in, oidc), documents_, around.clock, around.log);
  if (!tokens) return fail(tokens.error());
  tokens_ = *std::move(tokens);
  users_ = std::make_unique<ForeignUsers>();
  approvers_ = std::make_unique<FixedApprovers>(std::vector<std::string>{});
  return {};
}

}  // namespace curfew::wiring
