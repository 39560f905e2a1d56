// The TokenVerifier for an issuer outside of Curfew: whatever its ID token says counts, groups too, until it expires.
//
// Curfew cannot see what the issuer decides in between. A user who is disabled, a group that is taken away and a
// sign-out everywhere count when the bearer's token has expired: with Cognito after an hour, unless the app client says
// otherwise (5 minutes to a day). Safe for use by many threads.
#pragma once

#include <string>

#include "adapters/jwt/remembering_verifier.h"
#include "ports/sign_in.h"

namespace curfew::jwt {

// The names that the issuer's groups have; an empty one gives nobody the right.
struct GroupNames {
  std::string engineers;
  std::string managers;
};

class IssuerTokenVerifier final : public TokenVerifier {
 public:
  // `keys` must outlive this.
  IssuerTokenVerifier(TokenRules rules, GroupNames groups, TokenKeys& keys);

  [[nodiscard]] Result<Identity> verify(const Secret& id_token, Instant now) override;

 private:
  RememberingVerifier verifier_;
  const GroupNames groups_;
};

}  // namespace curfew::jwt
