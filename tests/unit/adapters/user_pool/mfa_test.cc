#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/user_pool/totp.h"
#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

// The other direction of base32, as an authenticator app does it.
std::string from_base32(const std::string& text) {
  std::string bytes;
  unsigned bits = 0;
  int held = 0;
  for (const char c : text) {
    bits = (bits << 5U) | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>((bits >> static_cast<unsigned>(held)) & 0xFFU);
    }
  }
  return bytes;
}

class MfaTest : public PoolTest {
 protected:
  void SetUp() override {
    PoolTest::SetUp();
    add_alice();
  }

  std::string associate(const Reply& signed_in) {
    const Reply reply = with_access_token("AssociateSoftwareToken", signed_in);
    EXPECT_EQ(reply.error, "") << reply.message();
    return reply.text("SecretCode");
  }
  std::string app_code(const std::string& secret) { return totp_code(Secret(from_base32(secret)), totp_step(now_)); }
  std::string wrong_code(const std::string& secret) {
    const std::string right = app_code(secret);
    return (right.front() == '9' ? "0" : "9") + right.substr(1);
  }
  Reply verify_code(const Reply& signed_in, const std::string& digits) {
    return with_access_token("VerifySoftwareToken", signed_in,
                             {{"UserCode", digits}, {"FriendlyDeviceName", "Alice's phone"}});
  }
  Reply prefer(const Reply& signed_in, bool enabled) {
    return with_access_token("SetUserMFAPreference", signed_in,
                             {{"SoftwareTokenMfaSettings", {{"Enabled", enabled}, {"PreferredMfa", enabled}}}});
  }

  // Sets a device up and moves on to the next code. Gives its secret.
  std::string set_up() {
    const Reply signed_in = alice_signs_in();
    std::string secret = associate(signed_in);
    EXPECT_EQ(verify_code(signed_in, app_code(secret)).text("Status"), "SUCCESS");
    EXPECT_EQ(prefer(signed_in, true).error, "");
    now_ += seconds(30);
    return secret;
  }
  std::string challenge_session() {
    const Reply challenge = sign_in(kAlice, kPassword);
    EXPECT_EQ(challenge.text("ChallengeName"), "SOFTWARE_TOKEN_MFA");
    return challenge.text("Session");
  }
};

TEST_F(MfaTest, ADeviceThatWasSetUpIsAskedForItsCode) {
  const std::string secret = set_up();
  EXPECT_EQ(secret.size(), 32U);  // 160 bits
  const Reply challenge = sign_in(kAlice, kPassword);
  EXPECT_EQ(challenge.text("ChallengeName"), "SOFTWARE_TOKEN_MFA");
  EXPECT_EQ(challenge.token("IdToken"), "");
  EXPECT_EQ(challenge.body.at("ChallengeParameters").as_object().at("FRIENDLY_DEVICE_NAME"), "Alice's phone");
  const Reply signed_in = code(challenge.text("Session"), app_code(secret));
  EXPECT_EQ(signed_in.error, "") << signed_in.message();
  EXPECT_TRUE(is_good(signed_in));
  EXPECT_TRUE(pool_->user_admin().find(kAlice)->mfa);
  EXPECT_EQ(with_access_token("GetUser", signed_in).text("PreferredMfaSetting"), "SOFTWARE_TOKEN_MFA");
}

TEST_F(MfaTest, ADeviceThatShowedNoCodeIsNotAskedFor) {
  associate(alice_signs_in());
  EXPECT_TRUE(is_good(sign_in(kAlice, kPassword)));
}

TEST_F(MfaTest, ADeviceCountsOnlyOnceItIsPreferred) {
  const Reply signed_in = alice_signs_in();
  const std::string secret = associate(signed_in);
  EXPECT_EQ(prefer(signed_in, true).error, "InvalidParameterException");
  EXPECT_EQ(verify_code(signed_in, app_code(secret)).error, "");
  EXPECT_TRUE(is_good(sign_in(kAlice, kPassword)));
  EXPECT_EQ(prefer(signed_in, true).error, "");
  EXPECT_EQ(sign_in(kAlice, kPassword).text("ChallengeName"), "SOFTWARE_TOKEN_MFA");
  EXPECT_EQ(prefer(signed_in, false).error, "");
  EXPECT_TRUE(is_good(sign_in(kAlice, kPassword)));
}

TEST_F(MfaTest, AWrongFirstCodeAddsNoDevice) {
  const Reply signed_in = alice_signs_in();
  EXPECT_EQ(verify_code(signed_in, "123456").error, "SoftwareTokenMFANotFoundException");
  const std::string secret = associate(signed_in);
  EXPECT_EQ(verify_code(signed_in, wrong_code(secret)).error, "EnableSoftwareTokenMFAException");
  EXPECT_EQ(prefer(signed_in, true).error, "InvalidParameterException");
  EXPECT_EQ(verify_code(signed_in, app_code(secret)).error, "");
}

TEST_F(MfaTest, AWrongCodeLeavesTheSessionForAnotherTry) {
  const std::string secret = set_up();
  const std::string session = challenge_session();
  const Reply wrong = code(session, wrong_code(secret));
  EXPECT_EQ(wrong.error, "CodeMismatchException");
  EXPECT_EQ(code(session, app_code(secret)).error, "");
}

TEST_F(MfaTest, ThePhonesClockMayBeHalfAMinuteOff) {
  const std::string secret = set_up();
  now_ += minutes(5);
  const std::string early = app_code(secret);
  now_ += seconds(30);
  EXPECT_EQ(code(challenge_session(), early).error, "");
  const std::string old = app_code(secret);
  now_ += seconds(60);
  EXPECT_EQ(code(challenge_session(), old).error, "CodeMismatchException");
}

TEST_F(MfaTest, ACodePassesOnceWhateverTheSession) {
  const std::string secret = set_up();
  const std::string first = challenge_session();
  const std::string second = challenge_session();
  const std::string digits = app_code(secret);
  EXPECT_EQ(code(first, digits).error, "");
  const Reply again = code(second, digits);
  EXPECT_EQ(again.error, "ExpiredCodeException");
  EXPECT_EQ(again.message(), "Your software token has already been used once.");
}

TEST_F(MfaTest, TheCodeThatSetTheDeviceUpDoesNotSignIn) {
  const Reply signed_in = alice_signs_in();
  const std::string secret = associate(signed_in);
  EXPECT_EQ(verify_code(signed_in, app_code(secret)).error, "");
  EXPECT_EQ(prefer(signed_in, true).error, "");
  EXPECT_EQ(code(challenge_session(), app_code(secret)).error, "ExpiredCodeException");
}

TEST_F(MfaTest, ASessionPassesOnce) {
  const std::string secret = set_up();
  const std::string session = challenge_session();
  EXPECT_EQ(code(session, app_code(secret)).error, "");
  now_ += seconds(30);
  EXPECT_EQ(code(session, app_code(secret)).message(), "Invalid session for the user.");
}

TEST_F(MfaTest, WrongCodesLockOutAndSigningInWithThePasswordDoesNotClearThem) {
  const std::string secret = set_up();
  for (int failure = 1; failure <= 5; ++failure) {
    EXPECT_EQ(code(challenge_session(), wrong_code(secret)).error, "CodeMismatchException");
  }
  const Reply locked = code(challenge_session(), app_code(secret));
  EXPECT_EQ(locked.error, "NotAuthorizedException");
  EXPECT_EQ(locked.message(), "Password attempts exceeded");
  now_ += seconds(1);
  EXPECT_EQ(code(challenge_session(), app_code(secret)).error, "");
}

TEST_F(MfaTest, UsedCodesCountAsFailuresToo) {
  const std::string secret = set_up();
  const std::string digits = app_code(secret);
  EXPECT_EQ(code(challenge_session(), digits).error, "");
  for (int failure = 1; failure <= 5; ++failure) {
    EXPECT_EQ(code(challenge_session(), digits).error, "ExpiredCodeException");
  }
  EXPECT_EQ(code(challenge_session(), digits).message(), "Password attempts exceeded");
}

TEST_F(MfaTest, ANewPasswordIsFollowedByTheCode) {
  const std::string secret = set_up();
  ASSERT_TRUE(pool_->user_admin().reset_password(kAlice, Secret("Reset-Password-1"), true, now_));
  const Reply first = sign_in(kAlice, "Reset-Password-1");
  EXPECT_EQ(first.text("ChallengeName"), "NEW_PASSWORD_REQUIRED");
  const Reply second = new_password(first.text("Session"), kNewPassword);
  EXPECT_EQ(second.text("ChallengeName"), "SOFTWARE_TOKEN_MFA");
  EXPECT_EQ(second.token("IdToken"), "");
  EXPECT_TRUE(is_good(code(second.text("Session"), app_code(secret))));
}

TEST_F(MfaTest, AnAdministratorHelpsWhoLostThePhone) {
  set_up();
  const std::string session = challenge_session();
  ASSERT_TRUE(pool_->user_admin().reset_mfa(kAlice));
  EXPECT_EQ(code(session, "123456").message(), "Invalid session for the user.");
  EXPECT_TRUE(is_good(sign_in(kAlice, kPassword)));
  EXPECT_FALSE(pool_->user_admin().find(kAlice)->mfa);
}

TEST_F(MfaTest, AnAbandonedNewDeviceLeavesTheOldOneInPlace) {
  const std::string secret = set_up();
  const Reply signed_in = code(challenge_session(), app_code(secret));
  associate(signed_in);
  now_ += seconds(30);
  EXPECT_EQ(code(challenge_session(), app_code(secret)).error, "");
}

TEST_F(MfaTest, OtherMethodsAreRefused) {
  const Reply signed_in = alice_signs_in();
  EXPECT_EQ(with_access_token("SetUserMFAPreference", signed_in, {{"SMSMfaSettings", {{"Enabled", true}}}}).error,
            "InvalidParameterException");
  EXPECT_EQ(with_access_token("SetUserMFAPreference", signed_in, {{"SMSMfaSettings", {{"Enabled", false}}}}).error, "");
}

TEST_F(MfaTest, SettingUpNeedsAnAccessToken) {
  const Reply signed_in = alice_signs_in();
  EXPECT_EQ(call("AssociateSoftwareToken", {{"Session", "a-session-string-of-twenty"}}).error,
            "InvalidParameterException");
  EXPECT_EQ(call("AssociateSoftwareToken", {{"AccessToken", signed_in.token("IdToken")}}).message(),
            "Invalid Access Token");
}

}  // namespace
}  // namespace curfew::user_pool
