#include "adapters/user_pool/sign_in_steps.h"

#include <boost/json/serialize.hpp>
#include <utility>

#include "adapters/user_pool/password_policy.h"

namespace curfew::user_pool {
namespace {

namespace json = boost::json;
using sqlite_file::Connection;

json::object challenge_parameters(const User& user, ChallengeName challenge) {
  json::object parameters = {{"USER_ID_FOR_SRP", user.subject.str()}};
  if (challenge == ChallengeName::kSoftwareTokenMfa) {
    if (!user.totp_device_name.empty()) parameters["FRIENDLY_DEVICE_NAME"] = user.totp_device_name;
    return parameters;
  }
  // JSON within JSON, as Cognito has it.
  const json::object attributes = {{"email_verified", user.email_verified ? "true" : "false"}, {"email", user.email}};
  parameters["requiredAttributes"] = "[]";
  parameters["userAttributes"] = json::serialize(attributes);
  return parameters;
}

std::optional<ChallengeName> challenge_for(const PoolSettings& settings, const User& user, Remaining remaining,
                                           Instant now) {
  if (remaining == Remaining::kEverything && (user.password_temporary || is_password_expired(settings, user, now))) {
    return ChallengeName::kNewPasswordRequired;
  }
  if (remaining != Remaining::kNothing && wants_mfa(user)) return ChallengeName::kSoftwareTokenMfa;
  return std::nullopt;
}

}  // namespace

Outcome<void> check_client(const PoolParts& pool, const Call& call) {
  const auto client_id = call.members.required_text("ClientId");
  if (!client_id) return std::unexpected(client_id.error());
  if (*client_id != pool.settings.client_id) {
    return refuse("ResourceNotFoundException", "User pool client " + *client_id + " does not exist.");
  }
  return {};
}

Outcome<Bearer> authorize(PoolParts& pool, const Call& call) {
  const auto token = call.members.required_text("AccessToken");
  if (!token) return std::unexpected(token.error());
  const auto claims = pool.access_tokens.verify(*token, call.now);
  if (!claims) {
    switch (claims.error().kind) {
      case jwt::TokenRejection::Kind::kExpired: return not_authorized("Access Token has expired");
      case jwt::TokenRejection::Kind::kUnavailable: return fail(ErrorCode::kUnavailable, {}, claims.error().reason);
      case jwt::TokenRejection::Kind::kInvalid: break;
    }
    return not_authorized("Invalid Access Token");
  }
  auto bearer = pool.database.read([&](Connection& connection) { return find_bearer(connection, *claims); });
  if (!bearer) return fail(std::move(bearer.error()));
  return *std::move(bearer);
}

Result<bool> is_door_shut(Connection& connection, const FailureKey& user, const Call& call) {
  const auto by_user = is_locked_out(connection, user, call.now);
  if (!by_user || *by_user) return by_user;
  return is_locked_out(connection, address_failures(call.address), call.now);
}

Result<std::optional<Attempt>> charge_attempt(Connection& connection, const FailureKey& user, const Call& call) {
  const auto shut = is_door_shut(connection, user, call);
  if (!shut) return fail(shut.error());
  if (*shut) return std::nullopt;
  auto by_user = charge_failure(connection, user, call.now);
  if (!by_user) return fail(std::move(by_user.error()));
  auto by_address = charge_failure(connection, address_failures(call.address), call.now);
  if (!by_address) return fail(std::move(by_address.error()));
  return Attempt{.user = *std::move(by_user), .address = *std::move(by_address)};
}

Status settle_attempt(Connection& connection, const Attempt& attempt, const Call& call) {
  const Status cleared = clear_failures(connection, attempt.user.key);
  return cleared ? refund_failure(connection, attempt.address, call.now) : cleared;
}

Result<NextStep> next_step(PoolParts& pool, Connection& connection, const User& user, Remaining remaining,
                           Instant now) {
  if (!user.enabled) return fail(ErrorCode::kUnauthenticated, "User is disabled.");
  if (user.password_temporary && now - user.password_set_at >= kTemporaryPasswordLife) {
    return fail(ErrorCode::kUnauthenticated, "Temporary password has expired and must be reset by an administrator.");
  }
  NextStep step{
      .user = user, .challenge = challenge_for(pool.settings, user, remaining, now), .session = {}, .sign_in = {}};
  if (step.challenge) {
    auto session = begin_challenge(connection, pool.entropy, user.subject, *step.challenge, now);
    if (!session) return fail(std::move(session.error()));
    step.session = *std::move(session);
    return step;
  }
  auto begun = begin_sign_in(connection, pool.entropy, user.subject, now);
  if (!begun) return fail(std::move(begun.error()));
  step.sign_in = *std::move(begun);
  return step;
}

Answer answer_for(PoolParts& pool, const NextStep& step, Instant now) {
  if (step.challenge) {
    return json::object{{"ChallengeName", word(*step.challenge)},
                        {"Session", step.session.reveal()},
                        {"ChallengeParameters", challenge_parameters(step.user, *step.challenge)}};
  }
  const auto tokens = pool.minter.mint(step.user, step.sign_in.sign_in, now);
  if (!tokens) return fail(tokens.error());
  pool.log.info("signed_in", {{"subject", step.user.subject.str()}});
  return json::object{{"ChallengeParameters", json::object()},
                      {"AuthenticationResult",
                       {{"AccessToken", tokens->access_token.reveal()},
                        {"ExpiresIn", kTokenLife.count()},
                        {"TokenType", "Bearer"},
                        {"RefreshToken", step.sign_in.refresh_token.reveal()},
                        {"IdToken", tokens->id_token.reveal()}}}};
}

bool is_password_expired(const PoolSettings& settings, const User& user, Instant now) {
  return settings.password_expiry.count() > 0 && now - user.password_set_at >= settings.password_expiry;
}

Outcome<Secret> proposed_password(std::string text) {
  Secret password(std::move(text));
  if (!is_possible_password(password)) {
    return refuse(
        "InvalidParameterException",
        "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must have 1 to "
        "256 characters, no control characters, and no space at its ends");
  }
  if (auto fault = fault_in_password(password)) return refuse("InvalidPasswordException", *std::move(fault));
  return password;
}

}  // namespace curfew::user_pool
