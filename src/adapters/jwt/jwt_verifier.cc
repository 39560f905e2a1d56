#include "adapters/jwt/jwt_verifier.h"

#include <algorithm>
#include <array>

#include "adapters/jwt/strict_json.h"
#include "base/digest.h"
#include "domain/email_address.h"

namespace curfew::jwt {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestToken = std::size_t{16} * 1024;
constexpr std::size_t kLongestSubject = 255;  // OpenID Connect Core section 2

std::unexpected<TokenRejection> invalid(std::string reason) {
  return std::unexpected(TokenRejection{.kind = TokenRejection::Kind::kInvalid, .reason = std::move(reason)});
}

std::unexpected<TokenRejection> expired() {
  return std::unexpected(TokenRejection{.kind = TokenRejection::Kind::kExpired, .reason = "expired"});
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
  if (is_over(end, now)) return expired();
  return end;
}

// OpenID Connect Core section 3.1.3.7, points 3 to 5: `aud` is the client or a list that holds it; with others in the
// list, and wherever there is an `azp`, that must be the client.
bool is_for_client(const json::object& claims, const std::string& client_id) {
  if (claims.contains("azp") && text_member(claims, "azp") != client_id) return false;
  if (const auto single = text_member(claims, "aud")) return *single == client_id;
  const auto several = texts_member(claims, "aud");
  if (!several || std::ranges::find(*several, client_id) == several->end()) return false;
  return several->size() == 1 || claims.contains("azp");
}

// Which rule the claims break; empty for none.
std::string broken_rule(const json::object& claims, const TokenRules& rules) {
  if (text_member(claims, "iss") != rules.issuer) return "another issuer";
  if (rules.use && text_member(claims, "token_use") != word(*rules.use)) return "another token_use";
  if (rules.use == TokenUse::kAccess) {
    return text_member(claims, "client_id") == rules.client_id ? "" : "another audience";
  }
  if (!is_for_client(claims, rules.client_id)) return "another audience";
  const auto email = text_member(claims, "email");
  if (!email || email->empty()) return "no email";
  if (!is_email_address(*email)) return "the email is no plain address";
  if (rules.require_verified_email && !truth_member(claims, "email_verified").value_or(false)) {
    return "the email is not verified";
  }
  return {};
}

// Subjects go into keys of the record and into logs.
bool is_subject(const std::string& text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return !text.empty() && text.size() <= kLongestSubject && std::ranges::none_of(text, is_control);
}

// The groups of the bearer: a list of texts, or one text alone, as some issuers write a list of one. Anything else, and
// nothing, gives none.
std::vector<std::string> groups_in(const json::object& claims, const std::string& name) {
  if (name.empty()) return {};
  if (auto one = text_member(claims, name)) return {*std::move(one)};
  return texts_member(claims, name).value_or(std::vector<std::string>{});
}

}  // namespace

// In seconds first, so that no `exp` can overflow when it is turned into milliseconds.
bool is_over(Seconds expires_at, Instant now) { return expires_at <= floor_seconds(now - kClockSkew); }

std::expected<std::shared_ptr<const PublicKey>, TokenRejection> JwtVerifier::find_key(const std::string& kid) const {
  auto key = keys_.find(kid);
  if (!key) {
    return std::unexpected(TokenRejection{.kind = TokenRejection::Kind::kUnavailable,
                                          .reason = "keys: " + key.error().log_text,
                                          .retry_after_seconds = key.error().retry_after_seconds});
  }
  if (*key == nullptr) return invalid("a kid that is not the issuer's");
  return *std::move(key);
}

std::expected<JwtVerifier::Signed, TokenRejection> JwtVerifier::checked_signature(std::string_view token) const {
  if (token.size() > kLongestToken) return invalid("longer than 16 KiB");
  const auto parts = split(token);
  if (!parts) return invalid("not three parts");
  const auto header = object_in((*parts)[0]);
  if (!header) return invalid("the header does not parse");
  // libcjose decodes leniently: it never sees a part that is not canonical.
  if (!from_base64url((*parts)[1]) || !from_base64url((*parts)[2])) return invalid("not canonical base64url");
  const auto algorithm = text_member(*header, "alg");
  if (algorithm != jwt::word(Algorithm::kRs256) && algorithm != jwt::word(Algorithm::kEs256)) {
    return invalid("another algorithm than RS256 and ES256");
  }
  if (header->contains("crit")) return invalid("crit");
  auto kid = text_member(*header, "kid");
  if (!kid) return invalid("no kid");
  auto key = find_key(*kid);
  if (!key) return std::unexpected(std::move(key.error()));
  if (algorithm != jwt::word((*key)->algorithm())) return invalid("another algorithm than the key's");
  auto payload = (*key)->verified_payload(token);
  if (!payload) return invalid("the signature is wrong");
  return Signed{.payload = *std::move(payload), .kid = *std::move(kid), .key = *std::move(key)};
}

std::expected<TokenClaims, TokenRejection> JwtVerifier::verify(std::string_view token, Instant now) const {
  auto checked = checked_signature(token);
  if (!checked) return std::unexpected(std::move(checked.error()));
  const auto claims = parse_object(checked->payload);
  if (!claims) return invalid("the payload does not parse");
  if (std::string rule = broken_rule(*claims, rules_); !rule.empty()) return invalid(std::move(rule));
  const auto expires_at = checked_times(*claims, now);
  if (!expires_at) return std::unexpected(expires_at.error());
  const auto subject = text_member(*claims, "sub");
  if (!subject || !is_subject(*subject)) return invalid("no sub, or none that can be one");
  return TokenClaims{.subject = Subject(*subject),
                     .origin_jti = text_member(*claims, "origin_jti").value_or(""),
                     .email = text_member(*claims, "email").value_or(""),
                     .groups = groups_in(*claims, rules_.groups_claim),
                     .expires_at = *expires_at,
                     .kid = std::move(checked->kid),
                     .key = std::move(checked->key)};
}

std::expected<void, TokenRejection> JwtVerifier::still_stand(const TokenClaims& claims, Instant now) const {
  if (is_over(claims.expires_at, now)) return expired();
  const auto key = find_key(claims.kid);
  if (!key) return std::unexpected(key.error());
  if (*key != claims.key) return invalid("the key has been replaced");
  return {};
}

}  // namespace curfew::jwt
