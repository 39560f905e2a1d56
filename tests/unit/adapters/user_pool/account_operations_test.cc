#include <gtest/gtest.h>

#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

class AccountTest : public PoolTest {
 protected:
  void SetUp() override {
    PoolTest::SetUp();
    alice_ = add_alice();
  }
  Reply change(const Reply& signed_in, const std::string& previous, const std::string& proposed) {
    return with_access_token("ChangePassword", signed_in,
                             {{"PreviousPassword", previous}, {"ProposedPassword", proposed}});
  }

  PoolUser alice_;
};

TEST_F(AccountTest, GetUserTellsWhoOneIs) {
  const Reply reply = with_access_token("GetUser", alice_signs_in());
  EXPECT_EQ(reply.text("Username"), alice_.subject.str());
  const json::array expected = {{{"Name", "sub"}, {"Value", alice_.subject.str()}},
                                {{"Name", "email_verified"}, {"Value", "true"}},
                                {{"Name", "email"}, {"Value", kAlice}}};
  EXPECT_EQ(reply.body.at("UserAttributes"), expected);
  EXPECT_FALSE(reply.body.contains("UserMFASettingList"));
}

TEST_F(AccountTest, AnAccessTokenIsGoodForAnHour) {
  const Reply signed_in = alice_signs_in();
  now_ += hours(1) + jwt::kClockSkew - Millis(1);
  EXPECT_EQ(with_access_token("GetUser", signed_in).error, "");
  now_ += Millis(1);
  const Reply late = with_access_token("GetUser", signed_in);
  EXPECT_EQ(late.error, "NotAuthorizedException");
  EXPECT_EQ(late.message(), "Access Token has expired");
}

TEST_F(AccountTest, AChangedPasswordIsTheOnlyOneThatWorks) {
  const Reply signed_in = alice_signs_in();
  EXPECT_EQ(change(signed_in, kPassword, kNewPassword).body, json::object());
  EXPECT_EQ(sign_in(kAlice, kPassword).error, "NotAuthorizedException");
  EXPECT_EQ(sign_in(kAlice, kNewPassword).error, "");
}

TEST_F(AccountTest, ChangingThePasswordEndsEveryOtherSignIn) {
  const Reply elsewhere = alice_signs_in();
  const Reply here = alice_signs_in();
  EXPECT_EQ(change(here, kPassword, kNewPassword).error, "");
  EXPECT_TRUE(is_good(here));
  EXPECT_FALSE(is_good(elsewhere));
  EXPECT_EQ(refresh(elsewhere.token("RefreshToken")).message(), "Refresh Token has been revoked");
}

TEST_F(AccountTest, AWrongPreviousPasswordIsRefusedAndCounts) {
  const Reply signed_in = alice_signs_in();
  for (int failure = 1; failure <= 5; ++failure) {
    const Reply wrong = change(signed_in, "Wrong-Password-1", kNewPassword);
    EXPECT_EQ(wrong.error, "NotAuthorizedException");
    EXPECT_EQ(wrong.message(), "Incorrect username or password.");
  }
  EXPECT_EQ(change(signed_in, kPassword, kNewPassword).error, "LimitExceededException");
  EXPECT_EQ(sign_in(kAlice, kPassword).message(), "Password attempts exceeded");
  now_ += seconds(1);
  EXPECT_EQ(change(signed_in, kPassword, kNewPassword).error, "");
}

TEST_F(AccountTest, TheProposedPasswordMustMeetThePolicyAndDiffer) {
  const Reply signed_in = alice_signs_in();
  EXPECT_EQ(change(signed_in, kPassword, "alllowercase1!").error, "InvalidPasswordException");
  EXPECT_EQ(change(signed_in, kPassword, std::string(300, 'A')).error, "InvalidParameterException");
  EXPECT_EQ(change(signed_in, kPassword, kPassword).error, "PasswordHistoryPolicyViolationException");
  EXPECT_EQ(sign_in(kAlice, kPassword).error, "");
}

TEST_F(AccountTest, ADisabledUserChangesNothing) {
  const Reply signed_in = alice_signs_in();
  ASSERT_TRUE(pool_->user_admin().set_enabled(kAlice, false));
  EXPECT_EQ(change(signed_in, kPassword, kNewPassword).message(), "User is disabled.");
}

TEST_F(AccountTest, SomebodyElsesOrNoTokenIsRefused) {
  EXPECT_EQ(call("GetUser", {}).error, "InvalidParameterException");
  EXPECT_EQ(call("GetUser", {{"AccessToken", "a.b.c"}}).message(), "Invalid Access Token");
  EXPECT_EQ(call("GetUser", {{"AccessToken", 5}}).error, "SerializationException");
}

}  // namespace
}  // namespace curfew::user_pool
