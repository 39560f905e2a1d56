// InitiateAuth: signing in with a password, and getting new tokens for a refresh token.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <utility>

#include "adapters/user_pool/operations.h"
#include "adapters/user_pool/password_policy.h"
#include "adapters/user_pool/sign_in_steps.h"

namespace curfew::user_pool {
namespace {

namespace json = boost::json;
using sqlite_file::Connection;

constexpr std::string_view kWrongPassword = "Incorrect username or password.";

// Flows that Cognito knows and this pool does not serve.
constexpr std::array<std::string_view, 5> kOtherFlows = {"USER_SRP_AUTH", "CUSTOM_AUTH", "ADMIN_NO_SRP_AUTH",
                                                         "ADMIN_USER_PASSWORD_AUTH", "USER_AUTH"};

std::unexpected<ProtocolError> wrong_password(PoolParts& pool, const std::optional<User>& user, const Call& call) {
  pool.log.warning("sign_in_failed", {{"subject", user ? user->subject.str() : ""}, {"address", call.address}});
  return not_authorized(std::string(kWrongPassword));
}

std::unexpected<ProtocolError> locked_out(PoolParts& pool, const std::optional<User>& user, const Call& call) {
  pool.log.warning("sign_in_locked_out", {{"subject", user ? user->subject.str() : ""}, {"address", call.address}});
  return not_authorized("Password attempts exceeded");
}

// After the hash matched: all that changes, in one write. The password may have changed since it was looked at.
Result<NextStep> admit(PoolParts& pool, Connection& connection, const User& checked,
                       const std::optional<std::string>& new_hash, const Attempt& attempt, const Call& call) {
  const auto user = find_user(connection, checked.subject);
  if (!user) return fail(user.error());
  if (!*user || (*user)->password_hash != checked.password_hash) {
    return fail(ErrorCode::kUnauthenticated, std::string(kWrongPassword));
  }
  if (Status settled = settle_attempt(connection, attempt, call); !settled) return fail(std::move(settled.error()));
  if (new_hash) {
    if (Status kept = replace_hash(connection, checked.subject, *new_hash); !kept) return fail(std::move(kept.error()));
  }
  return next_step(pool, connection, **user, Remaining::kEverything, call.now);
}

// Who stands at the door, and whether it is open: looked at before anything that costs.
struct Door {
  std::optional<User> user;
  FailureKey key;
  bool shut = true;
};

Result<Door> look_at_door(Connection& connection, const std::string& name, const Call& call) {
  auto user = find_user_by_name(connection, name);
  if (!user) return fail(std::move(user.error()));
  Door door{.user = *std::move(user), .key = password_failures_of_unknown(name)};
  if (door.user) door.key = password_failures(door.user->subject);
  const auto shut = is_door_shut(connection, door.key, call);
  if (!shut) return fail(shut.error());
  door.shut = *shut;
  return door;
}

// Takes the same steps for a name that nobody has as for a wrong password: a read, a charge, a hash.
Answer sign_in_with_password(PoolParts& pool, const Call& call, const std::string& name, const Secret& password) {
  const auto door = pool.database.read([&](Connection& connection) { return look_at_door(connection, name, call); });
  if (!door) return fail(door.error());
  const std::optional<User>& user = door->user;
  if (door->shut) return locked_out(pool, user, call);
  const auto slot = pool.hasher.reserve();
  if (!slot) return fail(slot.error());
  const auto attempt =
      pool.database.write([&](Connection& connection) { return charge_attempt(connection, door->key, call); });
  if (!attempt) return fail(attempt.error());
  if (!*attempt) return locked_out(pool, user, call);

  if (!user) {
    pool.hasher.pretend(*slot, password);
    return wrong_password(pool, user, call);
  }
  if (!PasswordHasher::matches(*slot, user->password_hash, password)) return wrong_password(pool, user, call);

  std::optional<std::string> new_hash;
  if (pool.hasher.is_outdated(user->password_hash)) {
    if (auto hash = pool.hasher.hash(*slot, password)) new_hash = *std::move(hash);  // else at the next sign-in
  }
  const auto step = pool.database.write(
      [&](Connection& connection) { return admit(pool, connection, *user, new_hash, **attempt, call); });
  if (!step) return fail(step.error());
  return answer_for(pool, *step, call.now);
}

Answer password_flow(PoolParts& pool, const Call& call) {
  const auto parameters = call.members.map("AuthParameters");
  if (!parameters) return std::unexpected(parameters.error());
  const auto name = parameters->parameter("USERNAME");
  if (!name) return std::unexpected(name.error());
  auto password = parameters->parameter("PASSWORD");
  if (!password) return std::unexpected(password.error());
  const Secret secret(*std::move(password));
  // What can be nobody's password is not worth a hash, and says nothing about the user.
  if (!is_possible_password(secret)) return not_authorized(std::string(kWrongPassword));
  return sign_in_with_password(pool, call, *name, secret);
}

struct Refreshed {
  User user;
  SignIn sign_in;
};

Outcome<Refreshed> refreshed(const PoolParts& pool, Connection& connection, const Secret& token, Instant now) {
  const auto sign_in = find_sign_in_by_refresh_token(connection, token);
  if (!sign_in) return fail(sign_in.error());
  if (!*sign_in) return not_authorized("Invalid Refresh Token");
  if ((*sign_in)->ended) return not_authorized("Refresh Token has been revoked");
  if (now >= (*sign_in)->refresh_until) return not_authorized("Refresh Token has expired");
  const auto user = find_user(connection, (*sign_in)->subject);
  if (!user) return fail(user.error());
  if (!*user) return not_authorized("Invalid Refresh Token");
  if (!(*user)->enabled) return not_authorized("User is disabled.");
  // Signing in again asks for a new password; refreshing would never.
  if (is_password_expired(pool.settings, **user, now)) return not_authorized("Refresh Token has expired");
  return Refreshed{.user = **user, .sign_in = **sign_in};
}

Answer refresh_flow(PoolParts& pool, const Call& call) {
  const auto parameters = call.members.map("AuthParameters");
  if (!parameters) return std::unexpected(parameters.error());
  auto token = parameters->parameter("REFRESH_TOKEN");
  if (!token) return std::unexpected(token.error());
  const Secret secret(*std::move(token));
  const auto found =
      pool.database.read([&](Connection& connection) { return refreshed(pool, connection, secret, call.now); });
  if (!found) return std::unexpected(found.error());
  const auto tokens = pool.minter.mint(found->user, found->sign_in, call.now);
  if (!tokens) return fail(tokens.error());
  return json::object{{"ChallengeParameters", json::object()},
                      {"AuthenticationResult",
                       {{"AccessToken", tokens->access_token.reveal()},
                        {"ExpiresIn", kTokenLife.count()},
                        {"TokenType", "Bearer"},
                        {"IdToken", tokens->id_token.reveal()}}}};
}

}  // namespace

Answer initiate_auth(PoolParts& pool, const Call& call) {
  const auto flow = call.members.required_text("AuthFlow");
  if (!flow) return std::unexpected(flow.error());
  if (const auto client = check_client(pool, call); !client) return std::unexpected(client.error());
  if (*flow == "USER_PASSWORD_AUTH") return password_flow(pool, call);
  if (*flow == "REFRESH_TOKEN_AUTH" || *flow == "REFRESH_TOKEN") return refresh_flow(pool, call);
  if (std::ranges::find(kOtherFlows, *flow) != kOtherFlows.end()) {
    return refuse("InvalidParameterException", *flow + " is not enabled for the client.");
  }
  return refuse("InvalidParameterException",
                "1 validation error detected: Value at 'authFlow' failed to satisfy constraint: Member must satisfy "
                "enum value set: [USER_PASSWORD_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN]");
}

}  // namespace curfew::user_pool
