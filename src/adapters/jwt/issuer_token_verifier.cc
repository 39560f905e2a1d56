#include "adapters/jwt/issuer_token_verifier.h"

#include <algorithm>
#include <utility>

namespace curfew::jwt {
namespace {

// Exact spelling only, as issuers compare them.
bool is_in(const TokenClaims& claims, const std::string& group) {
  return !group.empty() && std::ranges::find(claims.groups, group) != claims.groups.end();
}

}  // namespace

IssuerTokenVerifier::IssuerTokenVerifier(TokenRules rules, GroupNames groups, TokenKeys& keys)
    : verifier_(std::move(rules), keys), groups_(std::move(groups)) {}

Result<Identity> IssuerTokenVerifier::verify(const Secret& id_token, Instant now) {
  const auto claims = verifier_.verify(id_token, now);
  if (!claims) return fail(claims.error());
  return Identity{.subject = claims->subject,
                  .email = claims->email,
                  .is_engineer = is_in(*claims, groups_.engineers),
                  .is_manager = is_in(*claims, groups_.managers)};
}

}  // namespace curfew::jwt
