// Challenges: what a sign-in still has to answer after its password was right. The `Session` string that the caller
// gets is stored as its SHA-256 only, is good for three minutes, and is used up by the answer that passes; a wrong
// answer leaves it, as in Cognito, for another try.
//
// Functions on a connection, to be called within a transaction of the caller.
#pragma once

#include <cstdint>
#include <string_view>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"
#include "ports/entropy.h"

namespace curfew::user_pool {

enum class ChallengeName : std::uint8_t { kNewPasswordRequired, kSoftwareTokenMfa };

[[nodiscard]] std::string_view word(ChallengeName name);  // "NEW_PASSWORD_REQUIRED"

// The session string.
[[nodiscard]] Result<Secret> begin_challenge(sqlite_file::Connection& connection, Entropy& entropy,
                                             const Subject& subject, ChallengeName name, Instant now);

// Whose challenge of this name it is. kUnauthenticated, with Cognito's words, when the session is unknown, used, over,
// or of another challenge.
[[nodiscard]] Result<Subject> find_challenge(sqlite_file::Connection& connection, const Secret& session,
                                             ChallengeName name, Instant now);

// Uses the session up; kUnauthenticated when somebody else just did.
[[nodiscard]] Status use_challenge(sqlite_file::Connection& connection, const Secret& session);

// Ends all open challenges of a user.
[[nodiscard]] Status end_challenges(sqlite_file::Connection& connection, const Subject& subject);

}  // namespace curfew::user_pool
