#include "adapters/cognito/settings.h"

#include "adapters/jwt/https_documents.h"

namespace curfew::cognito {
namespace {

std::string fault(const CognitoSettings& settings) {
  if (settings.region.empty()) return "the region of the user pool is missing";
  if (!settings.user_pool_id.starts_with(settings.region + "_")) {
    return "user_pool_id \"" + settings.user_pool_id + "\" does not belong to the region " + settings.region +
           ": it must begin with \"" + settings.region + "_\"";
  }
  if (settings.client_id.empty()) return "client_id is missing";
  if (settings.engineers_group.empty() || settings.managers_group.empty()) {
    return "engineers_group and managers_group must be names";
  }
  if (settings.engineers_group == settings.managers_group) {
    return "engineers_group and managers_group must be two groups";
  }
  if (!jwt::is_key_address(jwks_url_of(settings), settings.http_to_loopback)) return "jwks_url must be an https URL";
  return {};
}

}  // namespace

std::string issuer_of(const CognitoSettings& settings) {
  if (settings.issuer) return *settings.issuer;
  const std::string_view domain = settings.region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return "https://cognito-idp." + settings.region + "." + std::string(domain) + "/" + settings.user_pool_id;
}

std::string jwks_url_of(const CognitoSettings& settings) {
  return settings.jwks_url.value_or(issuer_of(settings) + "/.well-known/jwks.json");
}

Status check(const CognitoSettings& settings) {
  if (const std::string wrong = fault(settings); !wrong.empty()) {
    return fail(ErrorCode::kConfiguration, "Sign-in by Cognito: " + wrong + ".");
  }
  return {};
}

}  // namespace curfew::cognito
