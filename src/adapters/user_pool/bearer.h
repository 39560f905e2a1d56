// Who is behind the claims of a good token, by the store's present state: a token says what was true when it was made.
#pragma once

#include <expected>
#include <string>

#include "adapters/jwt/jwt_verifier.h"
#include "adapters/sqlite_file/connection.h"
#include "adapters/user_pool/sign_ins.h"
#include "adapters/user_pool/users.h"

namespace curfew::user_pool {

struct Bearer {
  User user;
  SignIn sign_in;
};

// kUnauthenticated, with Cognito's words for it, unless the sign-in still lasts and its user exists and is enabled.
[[nodiscard]] Result<Bearer> find_bearer(sqlite_file::Connection& connection, const jwt::TokenClaims& claims);

}  // namespace curfew::user_pool
