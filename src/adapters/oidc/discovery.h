// Where an issuer keeps its keys, by what it says of itself (OpenID Connect Discovery 1.0 section 4).
#pragma once

#include <string>

#include "adapters/jwt/documents.h"
#include "base/error.h"

namespace curfew::oidc {

// The `jwks_uri` that the issuer's configuration document names. The document must be that issuer's to the last
// character: one that speaks for another is refused (section 4.3). `documents` decides which addresses may be fetched.
// Errors: kUnavailable.
[[nodiscard]] Result<std::string> discover_jwks_url(jwt::Documents& documents, const std::string& issuer);

}  // namespace curfew::oidc
