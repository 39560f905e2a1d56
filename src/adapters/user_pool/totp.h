// Time-based one-time passwords (RFC 6238) as authenticator apps and Cognito use them: HMAC-SHA-1, 30 seconds, six
// digits. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "base/time.h"

namespace curfew::user_pool {

inline constexpr std::size_t kTotpSeedBytes = 20;  // 160 bits, RFC 4226 section 4
inline constexpr int kTotpDigits = 6;

// The 30-second step in which `now` lies.
[[nodiscard]] std::int64_t totp_step(Instant now);

// The code of one step: `digits` decimal digits (RFC 4226 section 5.3).
[[nodiscard]] std::string totp_code(const Secret& seed, std::int64_t step, int digits = kTotpDigits);

// The step whose code this is, of the present one and its two neighbours (a phone's clock may be 30 s off); empty for a
// wrong code. Takes the same time whichever it is.
[[nodiscard]] std::optional<std::int64_t> matching_step(const Secret& seed, std::string_view code, Instant now);

// RFC 4648 base32 without padding, which is what authenticator apps take.
[[nodiscard]] std::string base32(std::string_view bytes);

}  // namespace curfew::user_pool
