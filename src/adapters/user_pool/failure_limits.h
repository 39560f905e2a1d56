// Counts failed sign-ins and locks out for a while, as Cognito does: five failures are free; after failure number n the
// door is shut for 2^(n-5) seconds, at most 15 minutes; an attempt at a shut door is refused and counts for nothing; a
// success, or 15 quiet minutes after the door opened, starts anew.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html (lockout behavior)
//
// An attempt is charged as a failure before the password is looked at, in one durable write, and refunded when it was
// right. So any number of guesses at the same time get no more tries than one after the other, and a server that dies
// in between forgets none. Functions on a connection, to be called within a write transaction of the caller.
#pragma once

#include <string>
#include <string_view>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"
#include "base/id.h"
#include "base/time.h"

namespace curfew::user_pool {

// Whose failures are counted.
struct FailureKey {
  std::string who;  // "password/<subject>"
  int free = 5;     // failures without a lock-out
};

[[nodiscard]] FailureKey password_failures(const Subject& subject);
// For a name that is nobody's, so that it is locked out as a user would be. Holds a hash only: people type passwords
// into the wrong field.
[[nodiscard]] FailureKey password_failures_of_unknown(std::string_view username);
// Apart from the password's, so that somebody who knows the password cannot clear them by signing in again.
[[nodiscard]] FailureKey code_failures(const Subject& subject);
// One caller's, whatever names it tries: 50 are free, since an office may share one address. IPv6 callers are counted
// by their /64, which is what one customer has.
[[nodiscard]] FailureKey address_failures(const std::string& address);

// Whether the door is shut at `now`.
[[nodiscard]] Result<bool> is_locked_out(sqlite_file::Connection& connection, const FailureKey& key, Instant now);

// The receipt of a charged failure.
struct Charge {
  FailureKey key;
  Instant locked_until;  // as this charge left it
};

// Charges one failure at `now`. The caller has made sure, in the same transaction, that the door is open.
[[nodiscard]] Result<Charge> charge_failure(sqlite_file::Connection& connection, const FailureKey& key, Instant now);
// Takes a charge back: the attempt was no failure. Other failures stay, and the locks that they made.
[[nodiscard]] Status refund_failure(sqlite_file::Connection& connection, const Charge& charge, Instant now);
// Forgets all failures of this key.
[[nodiscard]] Status clear_failures(sqlite_file::Connection& connection, const FailureKey& key);

}  // namespace curfew::user_pool
