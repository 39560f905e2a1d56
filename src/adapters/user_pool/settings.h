// What the built-in pool is told by the configuration.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/time.h"

namespace curfew::user_pool {

// The cost of one password hash and how many may run at once. The default cost is OWASP's first choice for Argon2id
// (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html): 19 MiB, two passes; about 17 ms.
struct HashingSettings {
  std::uint64_t passes = 2;
  std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;
  // Stays below the failures that are free (failure_limits.h): as many attempts may stand charged at a time, and right
  // passwords alone must never shut the door.
  int at_once = 2;
  int waiting = 16;       // further callers wait, at most so many ...
  Millis patience{1000};  // ... for at most so long
};

struct PoolSettings {
  std::string issuer;     // `iss` of all tokens; its JWKS is at <issuer>/.well-known/jwks.json
  std::string pool_id;    // "local_curfew"
  std::string client_id;  // the one app client; it has no secret
  bool require_verified_email = true;
  std::chrono::days password_expiry{0};  // 0: passwords stay good
  HashingSettings hashing;
};

// Life times, as a Cognito app client has them by default.
inline constexpr std::chrono::seconds kTokenLife = std::chrono::hours(1);  // ID and access tokens
inline constexpr std::chrono::seconds kRefreshLife = std::chrono::days(30);
inline constexpr std::chrono::seconds kChallengeLife = std::chrono::minutes(3);
inline constexpr std::chrono::seconds kTemporaryPasswordLife = std::chrono::days(7);

}  // namespace curfew::user_pool
