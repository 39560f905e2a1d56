#include "adapters/cognito/token_verifier.h"

#include <utility>

namespace curfew::cognito {

CognitoTokenVerifier::CognitoTokenVerifier(const CognitoSettings& settings, jwt::Documents& documents,
                                           const Clock& clock, Log& log)
    : keys_([url = jwks_url_of(settings), &documents] { return documents.get(url); }, {}, clock, log),
      verifier_({.issuer = issuer_of(settings),
                 .client_id = settings.client_id,
                 .use = jwt::TokenUse::kId,
                 .require_verified_email = settings.require_verified_email,
                 .groups_claim = settings.groups_claim},
                {.engineers = settings.engineers_group, .managers = settings.managers_group}, keys_) {}

Result<std::unique_ptr<CognitoTokenVerifier>> CognitoTokenVerifier::open(const CognitoSettings& settings,
                                                                         jwt::Documents& documents, const Clock& clock,
                                                                         Log& log) {
  if (Status good = check(settings); !good) return fail(std::move(good.error()));
  return std::unique_ptr<CognitoTokenVerifier>(new CognitoTokenVerifier(settings, documents, clock, log));
}

Result<Identity> CognitoTokenVerifier::verify(const Secret& id_token, Instant now) {
  return verifier_.verify(id_token, now);
}

}  // namespace curfew::cognito
