// What a password must be: Cognito's default policy, which the manual names. Pure, but for the randomness it is given.
// https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/secret.h"
#include "ports/entropy.h"

namespace curfew::user_pool {

inline constexpr std::size_t kShortestPassword = 8;   // characters
inline constexpr std::size_t kLongestPassword = 256;  // characters

// Whether `text` can be a password at all, now or ever: well-formed UTF-8 of 1 to 256 characters, no control
// characters, no space at its ends. What cannot is refused before it is hashed.
[[nodiscard]] bool is_possible_password(const Secret& text);

// Why a possible password is against the policy, in Cognito's words; empty when it is good.
[[nodiscard]] std::optional<std::string> fault_in_password(const Secret& text);

// A random password of 16 characters (about 95 bits) that meets the policy and is easy to read out.
[[nodiscard]] Secret make_password(Entropy& entropy);

}  // namespace curfew::user_pool
