#include "adapters/oidc/oidc_token_verifier.h"

#include <utility>

#include "adapters/jwt/https_documents.h"
#include "adapters/oidc/discovery.h"

namespace curfew::oidc {
namespace {

std::string fault(const OidcSettings& settings) {
  // OpenID Connect Core section 2: an https URL without query and fragment.
  if (!jwt::is_key_address(settings.issuer, settings.http_to_loopback) || settings.issuer.contains('?')) {
    return "issuer must be an https URL";
  }
  if (settings.client_id.empty()) return "client_id is missing";
  if (settings.groups_claim.empty()) return "groups_claim is missing";
  if (settings.engineers_group.empty() || settings.managers_group.empty()) {
    return "engineers_group and managers_group must be named";
  }
  if (settings.engineers_group == settings.managers_group) {
    return "engineers_group and managers_group must be two groups";
  }
  if (settings.jwks_url && !jwt::is_key_address(*settings.jwks_url, settings.http_to_loopback)) {
    return "jwks_url must be an https URL";
  }
  return {};
}

jwt::JwksCache::Fetch key_source(const OidcSettings& settings, jwt::Documents& documents) {
  if (settings.jwks_url) {
    return [url = *settings.jwks_url, &documents] { return documents.get(url); };
  }
  // Discovered anew each time: where the keys are may change as well as the keys.
  return [issuer = settings.issuer, &documents]() -> Result<std::string> {
    const auto url = discover_jwks_url(documents, issuer);
    if (!url) return fail(url.error());
    return documents.get(*url);
  };
}

}  // namespace

OidcTokenVerifier::OidcTokenVerifier(const OidcSettings& settings, jwt::Documents& documents, const Clock& clock,
                                     Log& log)
    : keys_(key_source(settings, documents), {}, clock, log),
      verifier_({.issuer = settings.issuer,
                 .client_id = settings.client_id,
                 .require_verified_email = settings.require_verified_email,
                 .groups_claim = settings.groups_claim},
                {.engineers = settings.engineers_group, .managers = settings.managers_group}, keys_) {}

Result<std::unique_ptr<OidcTokenVerifier>> OidcTokenVerifier::open(const OidcSettings& settings,
                                                                   jwt::Documents& documents, const Clock& clock,
                                                                   Log& log) {
  if (const std::string wrong = fault(settings); !wrong.empty()) {
    return fail(ErrorCode::kConfiguration, "Sign-in by OpenID Connect: " + wrong + ".");
  }
  return std::unique_ptr<OidcTokenVerifier>(new OidcTokenVerifier(settings, documents, clock, log));
}

Result<Identity> OidcTokenVerifier::verify(const Secret& id_token, Instant now) {
  return verifier_.verify(id_token, now);
}

}  // namespace curfew::oidc
