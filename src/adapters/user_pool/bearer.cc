#include "adapters/user_pool/bearer.h"

#include <utility>

namespace curfew::user_pool {

Result<Bearer> find_bearer(sqlite_file::Connection& connection, const jwt::TokenClaims& claims) {
  auto sign_in = find_sign_in(connection, claims.origin_jti);
  if (!sign_in) return fail(std::move(sign_in.error()));
  if (!*sign_in || (*sign_in)->ended || (*sign_in)->subject != claims.subject) {
    return fail(ErrorCode::kUnauthenticated, "Access Token has been revoked", "the sign-in is over");
  }
  auto user = find_user(connection, claims.subject);
  if (!user) return fail(std::move(user.error()));
  if (!*user) return fail(ErrorCode::kUnauthenticated, "Access Token has been revoked", "there is no such user");
  if (!(*user)->enabled) return fail(ErrorCode::kUnauthenticated, "User is disabled.", "the user is disabled");
  return Bearer{.user = **std::move(user), .sign_in = **std::move(sign_in)};
}

}  // namespace curfew::user_pool
