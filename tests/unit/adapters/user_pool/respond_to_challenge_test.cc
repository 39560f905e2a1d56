#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

using testing::HasSubstr;

class NewPasswordTest : public PoolTest {
 protected:
  void SetUp() override {
    PoolTest::SetUp();
    add_alice({Group::kEngineers}, true);
  }
  std::string session() { return sign_in(kAlice, kPassword).text("Session"); }
};

TEST_F(NewPasswordTest, ATemporaryPasswordAsksForANewOneAndThenSignsIn) {
  const Reply challenge = sign_in(kAlice, kPassword);
  EXPECT_EQ(challenge.text("ChallengeName"), "NEW_PASSWORD_REQUIRED");
  EXPECT_EQ(challenge.token("IdToken"), "");
  const json::object& parameters = challenge.body.at("ChallengeParameters").as_object();
  EXPECT_EQ(parameters.at("requiredAttributes"), "[]");
  const auto attributes = json::parse(parameters.at("userAttributes").as_string()).as_object();
  EXPECT_EQ(attributes.at("email"), kAlice);
  EXPECT_EQ(attributes.at("email_verified"), "true");

  const Reply signed_in = new_password(challenge.text("Session"), kNewPassword);
  EXPECT_EQ(signed_in.error, "") << signed_in.message();
  EXPECT_TRUE(is_good(signed_in));
  EXPECT_EQ(sign_in(kAlice, kPassword).error, "NotAuthorizedException");
  EXPECT_TRUE(is_good(sign_in(kAlice, kNewPassword)));
  EXPECT_EQ(pool_->user_admin().find(kAlice)->status, "CONFIRMED");
}

TEST_F(NewPasswordTest, AWeakPasswordLeavesTheSessionForAnotherTry) {
  const std::string opened = session();
  const Reply weak = new_password(opened, "short");
  EXPECT_EQ(weak.error, "InvalidPasswordException");
  EXPECT_THAT(weak.message(), HasSubstr("Password did not conform with policy"));
  EXPECT_EQ(new_password(opened, kNewPassword).error, "");
}

TEST_F(NewPasswordTest, TheTemporaryPasswordItselfIsNotANewOne) {
  EXPECT_EQ(new_password(session(), kPassword).error, "PasswordHistoryPolicyViolationException");
}

TEST_F(NewPasswordTest, ASessionPassesOnce) {
  const std::string opened = session();
  EXPECT_EQ(new_password(opened, kNewPassword).error, "");
  const Reply again = new_password(opened, "Another-Password-9");
  EXPECT_EQ(again.error, "NotAuthorizedException");
  EXPECT_EQ(again.message(), "Invalid session for the user.");
  EXPECT_EQ(sign_in(kAlice, "Another-Password-9").error, "NotAuthorizedException");
}

TEST_F(NewPasswordTest, ANewPasswordEndsTheOtherOpenSessionsToo) {
  const std::string first = session();
  const std::string second = session();
  EXPECT_EQ(new_password(first, kNewPassword).error, "");
  EXPECT_EQ(new_password(second, "Another-Password-9").error, "NotAuthorizedException");
}

TEST_F(NewPasswordTest, ASessionIsGoodForThreeMinutes) {
  const std::string opened = session();
  now_ += minutes(3);
  EXPECT_EQ(new_password(opened, kNewPassword).message(), "Invalid session for the user, session is expired.");
}

TEST_F(NewPasswordTest, ASessionIsOfOneUserAndOneChallenge) {
  ASSERT_TRUE(pool_->user_admin().add("mallory@example.com", {}, Secret(kPassword), false, now_));
  const std::string opened = session();
  EXPECT_EQ(new_password(opened, kNewPassword, "mallory@example.com").message(), "Invalid session for the user.");
  EXPECT_EQ(code(opened, "123456").message(), "Invalid session for the user.");
  EXPECT_EQ(new_password("made-up-session-of-enough-length", kNewPassword).message(), "Invalid session for the user.");
  EXPECT_EQ(new_password(opened, kNewPassword, "ALICE@example.com").error, "");
}

TEST_F(NewPasswordTest, ASessionOutlivesARestart) {
  const std::string opened = session();
  restart();
  EXPECT_EQ(new_password(opened, kNewPassword).error, "");
}

TEST_F(NewPasswordTest, AUserDisabledMeanwhileDoesNotGetIn) {
  const std::string opened = session();
  ASSERT_TRUE(pool_->user_admin().set_enabled(kAlice, false));
  EXPECT_EQ(new_password(opened, kNewPassword).message(), "User is disabled.");
}

TEST_F(NewPasswordTest, AResetMeanwhileEndsTheSession) {
  const std::string opened = session();
  ASSERT_TRUE(pool_->user_admin().reset_password(kAlice, Secret("Reset-Password-1"), true, now_));
  EXPECT_EQ(new_password(opened, kNewPassword).error, "NotAuthorizedException");
}

TEST_F(NewPasswordTest, NobodyGivesThemselvesAnotherEmail) {
  const std::string opened = session();
  const Reply other =
      respond("NEW_PASSWORD_REQUIRED", opened,
              {{"USERNAME", kAlice}, {"NEW_PASSWORD", kNewPassword}, {"userAttributes.email", "boss@example.com"}});
  EXPECT_EQ(other.error, "NotAuthorizedException");
  const Reply verified =
      respond("NEW_PASSWORD_REQUIRED", opened,
              {{"USERNAME", kAlice}, {"NEW_PASSWORD", kNewPassword}, {"userAttributes.email_verified", "true"}});
  EXPECT_EQ(verified.error, "NotAuthorizedException");
  const Reply same = respond("NEW_PASSWORD_REQUIRED", opened,
                             {{"USERNAME", kAlice}, {"NEW_PASSWORD", kNewPassword}, {"userAttributes.email", kAlice}});
  EXPECT_EQ(same.error, "");
}

TEST_F(NewPasswordTest, MissingPartsAreNamedAsCognitoNamesThem) {
  const std::string opened = session();
  EXPECT_EQ(respond("NEW_PASSWORD_REQUIRED", opened, {{"USERNAME", kAlice}}).message(),
            "Missing required parameter NEW_PASSWORD");
  EXPECT_EQ(respond("NEW_PASSWORD_REQUIRED", opened, {{"NEW_PASSWORD", kNewPassword}}).message(),
            "Missing required parameter USERNAME");
  EXPECT_EQ(respond("NEW_PASSWORD_REQUIRED", "", {{"USERNAME", kAlice}}).message(),
            "Missing required parameter Session");
  EXPECT_EQ(respond("SMS_MFA", opened, {{"USERNAME", kAlice}}).error, "InvalidParameterException");
}

}  // namespace
}  // namespace curfew::user_pool
