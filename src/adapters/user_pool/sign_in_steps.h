// The steps that several operations share: the checks at the door, and what follows once a password or a code was
// right. Internal to this folder.
#pragma once

#include <optional>
#include <string>

#include "adapters/user_pool/bearer.h"
#include "adapters/user_pool/challenges.h"
#include "adapters/user_pool/failure_limits.h"
#include "adapters/user_pool/operations.h"
#include "adapters/user_pool/sign_ins.h"
#include "adapters/user_pool/users.h"

namespace curfew::user_pool {

// ResourceNotFoundException unless the call names our client.
[[nodiscard]] Outcome<void> check_client(const PoolParts& pool, const Call& call);

// The bearer of the call's AccessToken, by the store's present state.
[[nodiscard]] Outcome<Bearer> authorize(PoolParts& pool, const Call& call);

// A failure charged in advance for the user (or the unknown name) and for the caller's address.
struct Attempt {
  Charge user;
  Charge address;
};
// Whether one of the two is locked out; then nothing is charged and nothing is checked.
[[nodiscard]] Result<bool> is_door_shut(sqlite_file::Connection& connection, const FailureKey& user, const Call& call);
// Empty when one of the two is locked out.
[[nodiscard]] Result<std::optional<Attempt>> charge_attempt(sqlite_file::Connection& connection, const FailureKey& user,
                                                            const Call& call);
// It was no failure after all: the user's count starts anew, the address gets its charge back.
[[nodiscard]] Status settle_attempt(sqlite_file::Connection& connection, const Attempt& attempt, const Call& call);

// What stands between a user and the tokens.
enum class Remaining : std::uint8_t { kEverything, kCodeOnly, kNothing };

// Either a challenge or a new sign-in.
struct NextStep {
  User user;
  std::optional<ChallengeName> challenge;
  Secret session;       // of the challenge
  BegunSignIn sign_in;  // without a challenge
};

// Decides and stores what comes next, in the caller's transaction. kUnauthenticated for a disabled user or a temporary
// password that is over.
[[nodiscard]] Result<NextStep> next_step(PoolParts& pool, sqlite_file::Connection& connection, const User& user,
                                         Remaining remaining, Instant now);
// Mints tokens where none of it remains, and says it on the wire.
[[nodiscard]] Answer answer_for(PoolParts& pool, const NextStep& step, Instant now);

// Whether the password is older than the settings allow.
[[nodiscard]] bool is_password_expired(const PoolSettings& settings, const User& user, Instant now);

// The password that a member or parameter named `name` proposes, when it can be one and meets the policy.
[[nodiscard]] Outcome<Secret> proposed_password(std::string text);

}  // namespace curfew::user_pool
