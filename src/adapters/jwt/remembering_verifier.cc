#include "adapters/jwt/remembering_verifier.h"

#include <utility>

#include "base/digest.h"

namespace curfew::jwt {
namespace {

constexpr std::size_t kRememberedTokens = 4096;

std::unexpected<Error> to_error(const TokenRejection& rejection) {
  if (rejection.kind != TokenRejection::Kind::kUnavailable) return token_refused(rejection.reason);
  return fail(Error{.code = ErrorCode::kUnavailable,
                    .public_text = "Tokens cannot be checked at the moment; try again.",
                    .log_text = rejection.reason,
                    .retry_after_seconds = rejection.retry_after_seconds});
}

}  // namespace

std::unexpected<Error> token_refused(const std::string& reason) {
  return fail(ErrorCode::kUnauthenticated, "Sign in again: the token was not accepted.", "token refused: " + reason);
}

RememberingVerifier::RememberingVerifier(TokenRules rules, TokenKeys& keys)
    : verifier_(std::move(rules), keys), verified_tokens_(kRememberedTokens) {}

Result<TokenClaims> RememberingVerifier::verify(const Secret& token, Instant now) {
  const std::string hash = sha256(token.reveal());
  if (auto known = verified_tokens_.find(hash)) {
    const auto stands = verifier_.still_stand(*known, now);
    if (stands) return *std::move(known);
    if (stands.error().kind != TokenRejection::Kind::kInvalid) return to_error(stands.error());
  }
  auto claims = verifier_.verify(token.reveal(), now);
  if (!claims) return to_error(claims.error());
  verified_tokens_.remember(hash, *claims);
  return *std::move(claims);
}

}  // namespace curfew::jwt
