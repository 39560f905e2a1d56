#include "adapters/user_pool/jwt_verifier.h"

#include <array>
#include <utility>

#include "adapters/user_pool/settings.h"
#include "adapters/user_pool/strict_json.h"
#include "base/digest.h"

namespace curfew::user_pool {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestToken = std::size_t{16} * 1024;
constexpr std::string_view kAlgorithm = "RS256";

std::unexpected<TokenRejection> invalid(std::string reason) {
  return std::unexpected(TokenRejection{.kind = TokenRejection::Kind::kInvalid, .reason = std::move(reason)});
}

using Parts = std::array<std::string_view, 3>;

// Header, payload and signature; empty unless there are exactly three.
std::optional<Parts> split(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

std::optional<json::object> object_in(std::string_view part) {
  const auto text = from_base64url(part);
  return text ? parse_object(*text) : std::nullopt;
}

std::string_view word(TokenUse use) { return use == TokenUse::kId ? "id" : "access"; }

// The claims that say when: `exp` and `iat` must be there, `nbf` may.
std::expected<Seconds, TokenRejection> checked_times(const json::object& claims, Instant now) {
  const auto expires_at = number_member(claims, "exp");
  const auto issued_at = number_member(claims, "iat");
  if (!expires_at || !issued_at) return invalid("no exp or no iat");
  const std::int64_t latest = unix_seconds(floor_seconds(now + kClockSkew));
  if (*issued_at > latest) return invalid("issued in the future");
  if (claims.contains("nbf")) {
    const auto not_before = number_member(claims, "nbf");
    if (!not_before || *not_before > latest) return invalid("not good yet");
  }
  const Seconds end = from_unix_seconds(*expires_at);
  if (is_over(end, now)) {
    return std::unexpected(TokenRejection{.kind = TokenRejection::Kind::kExpired, .reason = "expired"});
  }
  return end;
}

// Which rule the claims break; empty for none.
std::string broken_rule(const json::object& claims, const TokenRules& rules) {
  if (text_member(claims, "iss") != rules.issuer) return "another issuer";
  if (text_member(claims, "token_use") != word(rules.use)) return "another token_use";
  const std::string_view audience = rules.use == TokenUse::kId ? "aud" : "client_id";
  if (text_member(claims, audience) != rules.client_id) return "another audience";
  if (rules.use == TokenUse::kAccess) return {};
  if (text_member(claims, "email").value_or("").empty()) return "no email";
  if (rules.require_verified_email && !truth_member(claims, "email_verified").value_or(false)) {
    return "the email is not verified";
  }
  return {};
}

}  // namespace

// In seconds first, so that no `exp` can overflow when it is turned into milliseconds.
bool is_over(Seconds expires_at, Instant now) { return expires_at <= floor_seconds(now - kClockSkew); }

std::expected<std::string, TokenRejection> JwtVerifier::verified_payload(std::string_view token) const {
  if (token.size() > kLongestToken) return invalid("longer than 16 KiB");
  const auto parts = split(token);
  if (!parts) return invalid("not three parts");
  const auto header = object_in((*parts)[0]);
  if (!header) return invalid("the header does not parse");
  // libcjose decodes leniently: it never sees a part that is not canonical.
  if (!from_base64url((*parts)[1]) || !from_base64url((*parts)[2])) return invalid("not canonical base64url");
  if (text_member(*header, "alg") != kAlgorithm) return invalid("another algorithm than RS256");
  if (header->contains("crit")) return invalid("crit");
  const auto kid = text_member(*header, "kid");
  if (!kid) return invalid("no kid");
  const auto key = keys_.find(*kid);
  if (!key) {
    return std::unexpected(
        TokenRejection{.kind = TokenRejection::Kind::kUnavailable, .reason = "keys: " + key.error().log_text});
  }
  if (*key == nullptr) return invalid("a kid that is not ours");
  auto payload = (*key)->verified_payload(token);
  if (!payload) return invalid("the signature is wrong");
  return *std::move(payload);
}

std::expected<TokenClaims, TokenRejection> JwtVerifier::verify(std::string_view token, Instant now) const {
  const auto payload = verified_payload(token);
  if (!payload) return std::unexpected(payload.error());
  const auto claims = parse_object(*payload);
  if (!claims) return invalid("the payload does not parse");
  if (std::string rule = broken_rule(*claims, rules_); !rule.empty()) return invalid(std::move(rule));
  const auto expires_at = checked_times(*claims, now);
  if (!expires_at) return std::unexpected(expires_at.error());
  const auto subject = text_member(*claims, "sub");
  const auto origin = text_member(*claims, "origin_jti");
  if (!subject || subject->empty() || !origin || origin->empty()) return invalid("no sub or no origin_jti");
  return TokenClaims{.subject = Subject(*subject),
                     .origin_jti = *origin,
                     .email = text_member(*claims, "email").value_or(""),
                     .expires_at = *expires_at};
}

}  // namespace curfew::user_pool
