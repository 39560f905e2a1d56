#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class InitiateAuthTest : public PoolTest {};

TEST_F(InitiateAuthTest, ARightPasswordGivesTheTokensThatCognitoGives) {
  const PoolUser alice = add_alice({Group::kManagers, Group::kEngineers});
  const Reply reply = alice_signs_in();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body.at("ChallengeParameters"), json::object());
  const json::object& result = reply.body.at("AuthenticationResult").as_object();
  EXPECT_EQ(result.at("ExpiresIn"), 3600);
  EXPECT_EQ(result.at("TokenType"), "Bearer");
  EXPECT_FALSE(reply.token("RefreshToken").empty());

  const json::object id = claims_of(reply.token("IdToken"));
  EXPECT_EQ(id.at("sub"), json::value(alice.subject.str()));
  EXPECT_EQ(id.at("aud"), kClient);
  EXPECT_EQ(id.at("iss"), json::value(settings_.issuer));
  EXPECT_EQ(id.at("token_use"), "id");
  EXPECT_EQ(id.at("email"), kAlice);
  EXPECT_EQ(id.at("email_verified"), true);
  EXPECT_EQ(id.at("cognito:username"), json::value(alice.subject.str()));
  EXPECT_EQ(id.at("cognito:groups"), (json::array{"Engineers", "Managers"}));
  const std::int64_t now = unix_seconds(floor_seconds(now_));
  EXPECT_EQ(id.at("auth_time"), now);
  EXPECT_EQ(id.at("iat"), now);
  EXPECT_EQ(id.at("exp"), now + 3600);

  const json::object access = claims_of(reply.token("AccessToken"));
  EXPECT_EQ(access.at("client_id"), kClient);
  EXPECT_EQ(access.at("username"), json::value(alice.subject.str()));
  EXPECT_EQ(access.at("scope"), "aws.cognito.signin.user.admin");
  EXPECT_EQ(access.at("token_use"), "access");
  EXPECT_FALSE(access.contains("aud"));
  EXPECT_EQ(access.at("origin_jti"), id.at("origin_jti"));
  EXPECT_EQ(access.at("event_id"), id.at("event_id"));
  EXPECT_NE(access.at("jti"), id.at("jti"));
}

TEST_F(InitiateAuthTest, AUserWithoutGroupsHasNoGroupsClaim) {
  add_alice({});
  EXPECT_FALSE(claims_of(alice_signs_in().token("IdToken")).contains("cognito:groups"));
}

TEST_F(InitiateAuthTest, TheNameIsTheEmailInAnyCaseOrTheSubject) {
  const PoolUser alice = add_alice();
  EXPECT_EQ(sign_in("ALICE@Example.com", kPassword).error, "");
  EXPECT_EQ(sign_in(alice.subject.str(), kPassword).error, "");
  EXPECT_EQ(sign_in("alice", kPassword).error, "NotAuthorizedException");
}

TEST_F(InitiateAuthTest, AnUnknownUserAndAWrongPasswordLookTheSame) {
  add_alice();
  const Reply unknown = sign_in("nobody@example.com", kPassword);
  const Reply wrong = sign_in(kAlice, "Wrong-Password-1");
  EXPECT_EQ(wrong.error, "NotAuthorizedException");
  EXPECT_EQ(wrong.message(), "Incorrect username or password.");
  EXPECT_EQ(unknown.status, wrong.status);
  EXPECT_EQ(unknown.body, wrong.body);
}

TEST_F(InitiateAuthTest, UnknownUsersAreLockedOutAsKnownOnesAre) {
  add_alice();
  for (int attempt = 1; attempt <= 12; ++attempt) {
    const Reply known = sign_in(kAlice, "Wrong-Password-1");
    const Reply unknown = sign_in("Nobody@example.com", "Wrong-Password-1");
    EXPECT_EQ(known.body, unknown.body) << "attempt " << attempt;
    now_ += Millis(400);
  }
}

TEST_F(InitiateAuthTest, TheSixthFailureInARowFindsTheDoorShutAndTheLockDoubles) {
  add_alice();
  for (int failure = 1; failure <= 5; ++failure) {
    EXPECT_EQ(sign_in(kAlice, "Wrong-Password-1").message(), "Incorrect username or password.");
  }
  EXPECT_EQ(sign_in(kAlice, kPassword).message(), "Password attempts exceeded");
  now_ += Millis(999);
  EXPECT_EQ(sign_in(kAlice, kPassword).message(), "Password attempts exceeded");
  now_ += Millis(1);
  EXPECT_EQ(sign_in(kAlice, "Wrong-Password-1").message(), "Incorrect username or password.");
  now_ += Millis(1999);
  EXPECT_EQ(sign_in(kAlice, kPassword).message(), "Password attempts exceeded");
  now_ += Millis(1);
  EXPECT_EQ(sign_in(kAlice, kPassword).error, "");
}

TEST_F(InitiateAuthTest, ALockOutOutlivesARestart) {
  add_alice();
  for (int failure = 1; failure <= 5; ++failure) sign_in(kAlice, "Wrong-Password-1");
  restart();
  EXPECT_EQ(sign_in(kAlice, kPassword).message(), "Password attempts exceeded");
}

TEST_F(InitiateAuthTest, ASuccessStartsTheCountAnew) {
  add_alice();
  for (int round = 0; round < 3; ++round) {
    for (int failure = 1; failure <= 4; ++failure) sign_in(kAlice, "Wrong-Password-1");
    EXPECT_EQ(sign_in(kAlice, kPassword).error, "");
  }
}

TEST_F(InitiateAuthTest, OneAddressThatTriesManyNamesIsLockedOutAndOthersAreNot) {
  add_alice();
  for (int i = 0; i < 50; ++i) sign_in("user" + std::to_string(i) + "@example.com", "Wrong-Password-1");
  EXPECT_EQ(sign_in(kAlice, kPassword).message(), "Password attempts exceeded");
  address_ = "203.0.113.8";
  EXPECT_EQ(sign_in(kAlice, kPassword).error, "");
}

TEST_F(InitiateAuthTest, ManySuccessesFromOneAddressAreNoFailures) {
  add_alice();
  for (int i = 0; i < 60; ++i) ASSERT_EQ(sign_in(kAlice, kPassword).error, "");
}

TEST_F(InitiateAuthTest, ADisabledUserIsToldSoOnlyWithTheRightPassword) {
  add_alice();
  ASSERT_TRUE(pool_->user_admin().set_enabled(kAlice, false));
  EXPECT_EQ(sign_in(kAlice, "Wrong-Password-1").message(), "Incorrect username or password.");
  EXPECT_EQ(sign_in(kAlice, kPassword).message(), "User is disabled.");
  EXPECT_EQ(sign_in(kAlice, kPassword).error, "NotAuthorizedException");
}

TEST_F(InitiateAuthTest, ATemporaryPasswordIsGoodForSevenDays) {
  add_alice({}, true);
  now_ += days(7) - Millis(1);
  EXPECT_EQ(sign_in(kAlice, kPassword).text("ChallengeName"), "NEW_PASSWORD_REQUIRED");
  now_ += Millis(1);
  const Reply late = sign_in(kAlice, kPassword);
  EXPECT_EQ(late.error, "NotAuthorizedException");
  EXPECT_THAT(late.message(), HasSubstr("Temporary password has expired"));
}

TEST_F(InitiateAuthTest, ARefreshTokenGivesNewTokensOfTheSameSignIn) {
  add_alice();
  const Reply first = alice_signs_in();
  now_ += hours(5);
  EXPECT_FALSE(is_good(first));
  const Reply second = refresh(first.token("RefreshToken"));
  EXPECT_EQ(second.error, "");
  EXPECT_EQ(second.token("RefreshToken"), "");
  EXPECT_TRUE(is_good(second));
  const json::object before = claims_of(first.token("IdToken"));
  const json::object after = claims_of(second.token("IdToken"));
  EXPECT_EQ(after.at("origin_jti"), before.at("origin_jti"));
  EXPECT_EQ(after.at("auth_time"), before.at("auth_time"));
  EXPECT_NE(after.at("jti"), before.at("jti"));
}

TEST_F(InitiateAuthTest, ARefreshTokenIsGoodForThirtyDaysAndIsNothingElse) {
  add_alice();
  const Reply first = alice_signs_in();
  EXPECT_EQ(refresh("made-up").message(), "Invalid Refresh Token");
  EXPECT_EQ(refresh(first.token("IdToken")).message(), "Invalid Refresh Token");
  EXPECT_FALSE(verify(first.token("RefreshToken")));
  now_ += days(30) - seconds(1);
  EXPECT_EQ(refresh(first.token("RefreshToken")).error, "");
  now_ += seconds(1);
  EXPECT_EQ(refresh(first.token("RefreshToken")).message(), "Refresh Token has expired");
}

TEST_F(InitiateAuthTest, ADisabledOrRemovedUserRefreshesNothing) {
  add_alice();
  const std::string token = alice_signs_in().token("RefreshToken");
  ASSERT_TRUE(pool_->user_admin().set_enabled(kAlice, false));
  EXPECT_EQ(refresh(token).message(), "User is disabled.");
  ASSERT_TRUE(pool_->user_admin().remove(kAlice));
  EXPECT_EQ(refresh(token).message(), "Invalid Refresh Token");
}

TEST_F(InitiateAuthTest, ASignInBeforeTheRestartCanBeRefreshedAfterIt) {
  add_alice();
  const Reply first = alice_signs_in();
  restart();
  EXPECT_TRUE(is_good(first));
  EXPECT_EQ(refresh(first.token("RefreshToken")).error, "");
}

TEST_F(InitiateAuthTest, AHashOfAnotherCostIsRenewedWhenItsOwnerSignsIn) {
  add_alice();
  settings_.hashing.passes = 2;
  restart();
  EXPECT_EQ(sign_in(kAlice, kPassword).error, "");
  const auto hash = store_->read([](sqlite_file::Connection& connection) {
    return connection.first("SELECT password_hash FROM pool_users",
                            [](const sqlite_file::Statement& row) -> Result<std::string> { return row.text(0); });
  });
  ASSERT_TRUE(hash && *hash);
  EXPECT_THAT(**hash, HasSubstr("t=2"));
  EXPECT_EQ(sign_in(kAlice, kPassword).error, "");
}

TEST_F(InitiateAuthTest, FailuresAreLoggedWithoutWhatWasTyped) {
  add_alice();
  sign_in(kAlice, "Wrong-Password-1");
  sign_in("typed-password-into-name", "Wrong-Password-1");
  EXPECT_THAT(log_.events(), Contains("sign_in_failed"));
  EXPECT_THAT(log_.text(), HasSubstr("address=203.0.113.7"));
  EXPECT_THAT(log_.text(), Not(HasSubstr("Wrong-Password-1")));
  EXPECT_THAT(log_.text(), Not(HasSubstr("typed-password")));
}

class ExpiringPasswordTest : public PoolTest {
 protected:
  ExpiringPasswordTest() : PoolTest(settings_with_expiry()) {}

  static PoolSettings settings_with_expiry() {
    PoolSettings settings = test_settings();
    settings.password_expiry = days(90);
    return settings;
  }
};

TEST_F(ExpiringPasswordTest, AnExpiredPasswordIsChangedWhileSigningIn) {
  add_alice();
  now_ += days(90) - Millis(1);
  EXPECT_FALSE(alice_signs_in().token("IdToken").empty());
  now_ += Millis(1);
  const Reply challenge = sign_in(kAlice, kPassword);
  EXPECT_EQ(challenge.text("ChallengeName"), "NEW_PASSWORD_REQUIRED");
  EXPECT_EQ(new_password(challenge.text("Session"), kPassword).error, "PasswordHistoryPolicyViolationException");
  EXPECT_EQ(new_password(challenge.text("Session"), kNewPassword).error, "");
  EXPECT_FALSE(sign_in(kAlice, kNewPassword).token("IdToken").empty());
}

TEST_F(ExpiringPasswordTest, RefreshingDoesNotGetAroundTheExpiry) {
  add_alice();
  now_ += days(89);
  const Reply signed_in = alice_signs_in();
  now_ += days(1);
  EXPECT_EQ(refresh(signed_in.token("RefreshToken")).error, "NotAuthorizedException");
}

}  // namespace
}  // namespace curfew::user_pool
