#include "adapters/user_pool/pool_token_verifier.h"

#include <algorithm>
#include <utility>

#include "adapters/user_pool/bearer.h"
#include "base/digest.h"

namespace curfew::user_pool {
namespace {

constexpr std::size_t kRememberedTokens = 4096;

// One text whatever the reason: whoever holds a bad token learns nothing from it.
std::unexpected<Error> refused(std::string reason) {
  return fail(ErrorCode::kUnauthenticated, "Sign in again: the token was not accepted.",
              "token refused: " + std::move(reason));
}

bool is_in(const User& user, Group group) { return std::ranges::find(user.groups, group) != user.groups.end(); }

}  // namespace

PoolTokenVerifier::PoolTokenVerifier(const PoolSettings& settings, sqlite_file::Database& database, TokenKeys& keys)
    : database_(database),
      require_verified_email_(settings.require_verified_email),
      verifier_({.issuer = settings.issuer,
                 .client_id = settings.client_id,
                 .use = TokenUse::kId,
                 .require_verified_email = settings.require_verified_email},
                keys),
      verified_tokens_(kRememberedTokens) {}

Result<TokenClaims> PoolTokenVerifier::verified_claims(const Secret& id_token, Instant now) {
  const std::string hash = sha256(id_token.reveal());
  if (auto known = verified_tokens_.find(hash)) {
    if (is_over(known->expires_at, now)) return refused("expired");
    return *std::move(known);
  }
  auto claims = verifier_.verify(id_token.reveal(), now);
  if (!claims && claims.error().kind == TokenRejection::Kind::kUnavailable) {
    return fail(ErrorCode::kUnavailable, "Tokens cannot be checked at the moment; try again.", claims.error().reason);
  }
  if (!claims) return refused(claims.error().reason);
  verified_tokens_.remember(hash, *claims);
  return *std::move(claims);
}

Result<Identity> PoolTokenVerifier::verify(const Secret& id_token, Instant now) {
  const auto claims = verified_claims(id_token, now);
  if (!claims) return fail(claims.error());
  const auto bearer =
      database_.read([&](sqlite_file::Connection& connection) { return find_bearer(connection, *claims); });
  if (!bearer) {
    if (bearer.error().code == ErrorCode::kUnauthenticated) return refused(bearer.error().log_text);
    return fail(bearer.error());
  }
  if (require_verified_email_ && !bearer->user.email_verified) return refused("the email is not verified");
  return Identity{.subject = claims->subject,
                  .email = claims->email,
                  .is_engineer = is_in(bearer->user, Group::kEngineers),
                  .is_manager = is_in(bearer->user, Group::kManagers)};
}

}  // namespace curfew::user_pool
