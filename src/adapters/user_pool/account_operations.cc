// What a signed-in user does with the account: GetUser and ChangePassword.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html, API_ChangePassword.html
#include <boost/json/array.hpp>
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

json::object attribute(std::string_view name, std::string_view value) { return {{"Name", name}, {"Value", value}}; }

// All in one write. Every other sign-in ends: whoever else knew the old password is out.
Status store_password(Connection& connection, const Bearer& bearer, const std::string& new_hash, const Attempt& attempt,
                      const Call& call) {
  const auto user = find_user(connection, bearer.user.subject);
  if (!user) return fail(user.error());
  if (!*user || (*user)->password_hash != bearer.user.password_hash) {
    return fail(ErrorCode::kUnauthenticated, std::string(kWrongPassword));
  }
  Status done = settle_attempt(connection, attempt, call);
  if (done) done = set_password(connection, bearer.user.subject, {.hash = new_hash, .temporary = false}, call.now);
  if (done) done = end_challenges(connection, bearer.user.subject);
  if (done) done = end_other_sign_ins(connection, bearer.sign_in);
  return done;
}

Answer replace_password(PoolParts& pool, const Call& call, const Bearer& bearer, const Secret& previous,
                        const Secret& proposed) {
  const auto slot = pool.hasher.reserve();
  if (!slot) return fail(slot.error());
  const auto attempt = pool.database.write(
      [&](Connection& connection) { return charge_attempt(connection, password_failures(bearer.user.subject), call); });
  if (!attempt) return fail(attempt.error());
  if (!*attempt) return refuse("LimitExceededException", "Attempt limit exceeded, please try after some time.");
  if (!is_possible_password(previous) || !PasswordHasher::matches(*slot, bearer.user.password_hash, previous)) {
    pool.log.warning("password_change_failed", {{"subject", bearer.user.subject.str()}, {"address", call.address}});
    return not_authorized(std::string(kWrongPassword));
  }
  if (previous.equals(proposed.reveal())) {
    return refuse("PasswordHistoryPolicyViolationException", "The new password must differ from the present one.");
  }
  const auto hash = pool.hasher.hash(*slot, proposed);
  if (!hash) return fail(hash.error());
  const Status stored = pool.database.write(
      [&](Connection& connection) { return store_password(connection, bearer, *hash, **attempt, call); });
  if (!stored) return fail(stored.error());
  pool.log.info("password_changed", {{"subject", bearer.user.subject.str()}, {"address", call.address}});
  return json::object{};
}

}  // namespace

Answer get_user(PoolParts& pool, const Call& call) {
  const auto bearer = authorize(pool, call);
  if (!bearer) return std::unexpected(bearer.error());
  const User& user = bearer->user;
  json::object answer = {
      {"Username", user.subject.str()},
      {"UserAttributes", json::array{attribute("sub", user.subject.str()),
                                     attribute("email_verified", user.email_verified ? "true" : "false"),
                                     attribute("email", user.email)}}};
  if (wants_mfa(user)) {
    answer["PreferredMfaSetting"] = "SOFTWARE_TOKEN_MFA";
    answer["UserMFASettingList"] = json::array{"SOFTWARE_TOKEN_MFA"};
  }
  return answer;
}

Answer change_password(PoolParts& pool, const Call& call) {
  auto previous = call.members.required_text("PreviousPassword");
  if (!previous) return std::unexpected(previous.error());
  auto proposed = call.members.required_text("ProposedPassword");
  if (!proposed) return std::unexpected(proposed.error());
  const auto bearer = authorize(pool, call);
  if (!bearer) return std::unexpected(bearer.error());
  const auto password = proposed_password(*std::move(proposed));
  if (!password) return std::unexpected(password.error());
  return replace_password(pool, call, *bearer, Secret(*std::move(previous)), *password);
}

}  // namespace curfew::user_pool
