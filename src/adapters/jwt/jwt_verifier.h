// Checks a JSON Web Token by itself: form, signature and claims (RFC 7519, with RFC 8725's advice; ID tokens by OpenID
// Connect Core section 3.1.3.7). It knows nothing of users; whether the bearer may still do something is for its
// callers to find out.
//
// What it insists on: three parts of canonical base64url, at most 16 KiB; the key is found by `kid` among those that
// the issuer published, and the algorithm is the one that the key is for, before anything is verified, so that neither
// "none" nor an HMAC keyed with a public key has a way in; no `crit`; no key or address of a key is taken from the
// token; JSON without double keys. Safe for use by many threads when its keys are.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/jwt/public_key.h"
#include "base/error.h"
#include "base/id.h"
#include "base/time.h"

namespace curfew::jwt {

// How far the clocks of token makers and verifiers may lie apart.
inline constexpr std::chrono::seconds kClockSkew{30};

// The keys of one issuer.
class TokenKeys {
 public:
  virtual ~TokenKeys() = default;

  // Null when the issuer has no such key. Another object than before means that the key may be another, too.
  // Errors: kUnavailable, kDamaged.
  [[nodiscard]] virtual Result<std::shared_ptr<const PublicKey>> find(const std::string& kid) = 0;
};

// What Cognito says a token is for.
enum class TokenUse : std::uint8_t { kId, kAccess };

// What a token must say.
struct TokenRules {
  std::string issuer;
  std::string client_id;        // ID token: in `aud`; Cognito's access token: `client_id`
  std::optional<TokenUse> use;  // of a Cognito user pool's tokens; absent: an ID token of an issuer without `token_use`
  bool require_verified_email = true;  // ID tokens
  std::string groups_claim;            // the claim that lists the bearer's groups; empty: none is read
};

struct TokenClaims {
  Subject subject;
  std::string origin_jti;  // the sign-in that the token comes from: Cognito's; empty where there is none
  std::string email;       // ID tokens: a plain address
  std::vector<std::string> groups;
  Seconds expires_at;
  // What it was verified with. The claims stand only while the issuer still has this key.
  std::string kid;
  std::shared_ptr<const PublicKey> key;
};

// Why a token was not accepted.
struct TokenRejection {
  enum class Kind : std::uint8_t { kInvalid, kExpired, kUnavailable };
  Kind kind = Kind::kInvalid;
  std::string reason;           // for the log; never holds the token
  int retry_after_seconds = 0;  // kUnavailable
};

class JwtVerifier {
 public:
  JwtVerifier(TokenRules rules, TokenKeys& keys) : rules_(std::move(rules)), keys_(keys) {}

  [[nodiscard]] std::expected<TokenClaims, TokenRejection> verify(std::string_view token, Instant now) const;

  // Whether the keys that verified these claims are still the issuer's, and the time has not run out.
  [[nodiscard]] std::expected<void, TokenRejection> still_stand(const TokenClaims& claims, Instant now) const;

 private:
  struct Signed {
    std::string payload;
    std::string kid;
    std::shared_ptr<const PublicKey> key;
  };
  [[nodiscard]] std::expected<Signed, TokenRejection> checked_signature(std::string_view token) const;
  [[nodiscard]] std::expected<std::shared_ptr<const PublicKey>, TokenRejection> find_key(const std::string& kid) const;

  TokenRules rules_;
  TokenKeys& keys_;
};

[[nodiscard]] bool is_over(Seconds expires_at, Instant now);

}  // namespace curfew::jwt
