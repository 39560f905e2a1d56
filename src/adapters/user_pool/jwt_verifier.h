// Checks a JSON Web Token by itself: form, signature and claims (RFC 7519, with RFC 8725's advice). It knows nothing of
// users; whether the bearer may still do something is for its callers to find out.
//
// What it insists on: three parts of canonical base64url, at most 16 KiB; the key is found by `kid` among those that
// the issuer published, and the algorithm is the one that the key is for, before anything is verified, so that neither
// "none" nor an HMAC keyed with a public key has a way in; no `crit`; no key or address of a key is taken from the
// token; JSON without double keys. Safe for use by many threads when its keys are.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/user_pool/rsa_key.h"
#include "base/error.h"
#include "base/id.h"
#include "base/time.h"

namespace curfew::user_pool {

// The keys of one issuer. All of them are RSA keys for RS256.
class TokenKeys {
 public:
  virtual ~TokenKeys() = default;

  // Null when the issuer has no such key. Errors: kUnavailable, kDamaged.
  [[nodiscard]] virtual Result<std::shared_ptr<const RsaKey>> find(const std::string& kid) = 0;
};

enum class TokenUse : std::uint8_t { kId, kAccess };

// What a token must say.
struct TokenRules {
  std::string issuer;
  std::string client_id;  // ID token: `aud`; access token: `client_id`, as Cognito has it
  TokenUse use = TokenUse::kId;
  bool require_verified_email = true;  // ID tokens
};

struct TokenClaims {
  Subject subject;
  std::string origin_jti;
  std::string email;  // ID tokens
  Seconds expires_at;
};

// Why a token was not accepted.
struct TokenRejection {
  enum class Kind : std::uint8_t { kInvalid, kExpired, kUnavailable };
  Kind kind = Kind::kInvalid;
  std::string reason;  // for the log; never holds the token
};

class JwtVerifier {
 public:
  JwtVerifier(TokenRules rules, TokenKeys& keys) : rules_(std::move(rules)), keys_(keys) {}

  [[nodiscard]] std::expected<TokenClaims, TokenRejection> verify(std::string_view token, Instant now) const;

 private:
  [[nodiscard]] std::expected<std::string, TokenRejection> verified_payload(std::string_view token) const;

  TokenRules rules_;
  TokenKeys& keys_;
};

[[nodiscard]] bool is_over(Seconds expires_at, Instant now);

}  // namespace curfew::user_pool
