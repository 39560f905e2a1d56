#include "adapters/user_pool/pool_token_verifier.h"

#include <algorithm>

#include "adapters/user_pool/bearer.h"

namespace curfew::user_pool {
namespace {

bool is_in(const User& user, Group group) { return std::ranges::find(user.groups, group) != user.groups.end(); }

}  // namespace

PoolTokenVerifier::PoolTokenVerifier(const PoolSettings& settings, sqlite_file::Database& database,
                                     jwt::TokenKeys& keys)
    : database_(database),
      require_verified_email_(settings.require_verified_email),
      verifier_({.issuer = settings.issuer,
                 .client_id = settings.client_id,
                 .use = jwt::TokenUse::kId,
                 .require_verified_email = settings.require_verified_email},
                keys) {}

Result<Identity> PoolTokenVerifier::verify(const Secret& id_token, Instant now) {
  const auto claims = verifier_.verify(id_token, now);
  if (!claims) return fail(claims.error());
  const auto bearer =
      database_.read([&](sqlite_file::Connection& connection) { return find_bearer(connection, *claims); });
  if (!bearer) {
    if (bearer.error().code == ErrorCode::kUnauthenticated) return jwt::token_refused(bearer.error().log_text);
    return fail(bearer.error());
  }
  if (require_verified_email_ && !bearer->user.email_verified) return jwt::token_refused("the email is not verified");
  return Identity{.subject = claims->subject,
                  .email = claims->email,
                  .is_engineer = is_in(bearer->user, Group::kEngineers),
                  .is_manager = is_in(bearer->user, Group::kManagers)};
}

}  // namespace curfew::user_pool
