// RespondToAuthChallenge: a new password in place of a temporary or expired one, and the code of an authenticator app.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
#include <utility>

#include "adapters/user_pool/operations.h"
#include "adapters/user_pool/sign_in_steps.h"
#include "adapters/user_pool/totp.h"
#include "base/digest.h"
#include "domain/identity.h"

namespace curfew::user_pool {
namespace {

using sqlite_file::Connection;

// What every response carries.
struct Response {
  ChallengeName challenge;
  Secret session;
  std::string username;
  Members responses;
};

// The user whose open challenge this is. kUnauthenticated when session or name do not fit.
Result<User> challenged_user(Connection& connection, const Response& response, Instant now) {
  const auto subject = find_challenge(connection, response.session, response.challenge, now);
  if (!subject) return fail(subject.error());
  auto user = find_user(connection, *subject);
  if (!user) return fail(std::move(user.error()));
  const bool named =
      *user && (response.username == (*user)->subject.str() || same_email(response.username, (*user)->email));
  if (!named) return fail(ErrorCode::kUnauthenticated, "Invalid session for the user.");
  // Before any code is looked at, so that a disabled user's codes cannot be guessed at leisure.
  if (!(*user)->enabled) return fail(ErrorCode::kUnauthenticated, "User is disabled.");
  return **std::move(user);
}

// Attributes are the administrator's to set. Clients that send back what the challenge showed them are let pass.
Outcome<void> check_attributes(const Members& responses, const User& user) {
  constexpr std::string_view kPrefix = "userAttributes.";
  for (const std::string& name : responses.names()) {
    if (!name.starts_with(kPrefix)) continue;
    const auto value = responses.text(name);
    if (!value) return std::unexpected(value.error());
    if (name != "userAttributes.email" || !same_email(value->value_or(""), user.email)) {
      return not_authorized("A client attempted to write unauthorized attribute");
    }
  }
  return {};
}

Result<NextStep> take_new_password(PoolParts& pool, Connection& connection, const Response& response,
                                   const User& checked, const std::string& new_hash, Instant now) {
  auto user = challenged_user(connection, response, now);
  if (!user) return fail(std::move(user.error()));
  if (user->password_hash != checked.password_hash) {
    return fail(ErrorCode::kUnauthenticated, "Invalid session for the user.");
  }
  if (Status used = use_challenge(connection, response.session); !used) return fail(std::move(used.error()));
  Status done = set_password(connection, user->subject, {.hash = new_hash, .temporary = false}, now);
  if (done) done = end_challenges(connection, user->subject);
  if (done) done = end_sign_ins(connection, user->subject);
  if (!done) return fail(std::move(done.error()));
  user->password_temporary = false;
  user->password_set_at = now;
  return next_step(pool, connection, *user, Remaining::kCodeOnly, now);
}

Answer new_password(PoolParts& pool, const Call& call, const Response& response) {
  auto text = response.responses.parameter("NEW_PASSWORD");
  if (!text) return std::unexpected(text.error());
  const auto user =
      pool.database.read([&](Connection& connection) { return challenged_user(connection, response, call.now); });
  if (!user) return fail(user.error());
  if (const auto good = check_attributes(response.responses, *user); !good) return std::unexpected(good.error());
  const auto password = proposed_password(*std::move(text));
  if (!password) return std::unexpected(password.error());

  const auto slot = pool.hasher.reserve();
  if (!slot) return fail(slot.error());
  if (PasswordHasher::matches(*slot, user->password_hash, *password)) {
    return refuse("PasswordHistoryPolicyViolationException", "The new password must differ from the present one.");
  }
  const auto hash = pool.hasher.hash(*slot, *password);
  if (!hash) return fail(hash.error());
  const auto step = pool.database.write(
      [&](Connection& connection) { return take_new_password(pool, connection, response, *user, *hash, call.now); });
  if (!step) return fail(step.error());
  pool.log.info("password_changed", {{"subject", user->subject.str()}, {"address", call.address}});
  return answer_for(pool, *step, call.now);
}

// How a code was found; only kRight changes more than the count of failures.
enum class Code : std::uint8_t { kLockedOut, kWrong, kUsedBefore, kRight };

struct CodeStep {
  Code code = Code::kWrong;
  User user;
  std::optional<NextStep> next;
};

// Check, count, use up and sign in: one write, so that no code passes twice.
Result<CodeStep> take_code(PoolParts& pool, Connection& connection, const Response& response, const std::string& code,
                           const Call& call) {
  auto user = challenged_user(connection, response, call.now);
  if (!user) return fail(std::move(user.error()));
  const auto attempt = charge_attempt(connection, code_failures(user->subject), call);
  if (!attempt) return fail(attempt.error());
  CodeStep result{.code = Code::kLockedOut, .user = *user, .next = std::nullopt};
  if (!*attempt) return result;

  const auto sealed = from_base64url(user->totp_seed.value_or(""));
  const auto seed = pool.sealer.open(sealed.value_or(""), "totp/" + user->subject.str());
  if (!seed) return fail(seed.error());
  const auto step = matching_step(*seed, code, call.now);
  if (!step || *step <= user->totp_last_step) {
    result.code = step ? Code::kUsedBefore : Code::kWrong;
    return result;
  }
  if (Status used = use_challenge(connection, response.session); !used) return fail(std::move(used.error()));
  Status done = set_last_step(connection, user->subject, *step);
  if (done) done = settle_attempt(connection, **attempt, call);
  if (!done) return fail(std::move(done.error()));
  auto next = next_step(pool, connection, *user, Remaining::kNothing, call.now);
  if (!next) return fail(std::move(next.error()));
  result.code = Code::kRight;
  result.next = *std::move(next);
  return result;
}

Answer software_token(PoolParts& pool, const Call& call, const Response& response) {
  const auto code = response.responses.parameter("SOFTWARE_TOKEN_MFA_CODE");
  if (!code) return std::unexpected(code.error());
  const auto taken =
      pool.database.write([&](Connection& connection) { return take_code(pool, connection, response, *code, call); });
  if (!taken) return fail(taken.error());
  const auto failed = [&](std::string_view why) {
    pool.log.warning("sign_in_code_failed",
                     {{"subject", taken->user.subject.str()}, {"address", call.address}, {"reason", std::string(why)}});
  };
  switch (taken->code) {
    case Code::kLockedOut: failed("locked_out"); return not_authorized("Password attempts exceeded");
    case Code::kWrong: failed("wrong"); return refuse("CodeMismatchException", "Invalid code received for user");
    case Code::kUsedBefore:
      failed("used_before");
      return refuse("ExpiredCodeException", "Your software token has already been used once.");
    case Code::kRight: break;
  }
  return answer_for(pool, *taken->next, call.now);
}

}  // namespace

Answer respond_to_auth_challenge(PoolParts& pool, const Call& call) {
  const auto name = call.members.required_text("ChallengeName");
  if (!name) return std::unexpected(name.error());
  if (const auto client = check_client(pool, call); !client) return std::unexpected(client.error());
  auto session = call.members.parameter("Session");
  if (!session) return std::unexpected(session.error());
  const auto responses = call.members.map("ChallengeResponses");
  if (!responses) return std::unexpected(responses.error());
  auto username = responses->parameter("USERNAME");
  if (!username) return std::unexpected(username.error());

  const auto response_to = [&](ChallengeName challenge) {
    return Response{.challenge = challenge,
                    .session = Secret(*std::move(session)),
                    .username = *std::move(username),
                    .responses = *responses};
  };
  if (*name == word(ChallengeName::kNewPasswordRequired)) {
    return new_password(pool, call, response_to(ChallengeName::kNewPasswordRequired));
  }
  if (*name == word(ChallengeName::kSoftwareTokenMfa)) {
    return software_token(pool, call, response_to(ChallengeName::kSoftwareTokenMfa));
  }
  return refuse("InvalidParameterException",
                "1 validation error detected: Value at 'challengeName' failed to satisfy constraint: Member must "
                "satisfy enum value set: [NEW_PASSWORD_REQUIRED, SOFTWARE_TOKEN_MFA]");
}

}  // namespace curfew::user_pool
