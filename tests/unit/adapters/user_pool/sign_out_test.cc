#include <gtest/gtest.h>

#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

class SignOutTest : public PoolTest {
 protected:
  void SetUp() override {
    PoolTest::SetUp();
    add_alice();
  }
  Reply revoke(const std::string& token) { return call("RevokeToken", {{"ClientId", kClient}, {"Token", token}}); }
};

TEST_F(SignOutTest, GlobalSignOutCountsAtTheNextCallEverywhere) {
  const Reply here = alice_signs_in();
  const Reply there = alice_signs_in();
  const Reply refreshed = refresh(there.token("RefreshToken"));
  EXPECT_TRUE(is_good(here));
  EXPECT_TRUE(is_good(refreshed));

  EXPECT_EQ(with_access_token("GlobalSignOut", here).body, json::object());

  EXPECT_FALSE(is_good(here));
  EXPECT_FALSE(is_good(there));
  EXPECT_FALSE(is_good(refreshed));
  EXPECT_EQ(with_access_token("GetUser", here).message(), "Access Token has been revoked");
  EXPECT_EQ(refresh(there.token("RefreshToken")).message(), "Refresh Token has been revoked");
}

TEST_F(SignOutTest, SigningInAgainWithinTheSameSecondWorks) {
  EXPECT_EQ(with_access_token("GlobalSignOut", alice_signs_in()).error, "");
  EXPECT_TRUE(is_good(alice_signs_in()));
}

TEST_F(SignOutTest, GlobalSignOutIsOfOneUserOnly) {
  ASSERT_TRUE(pool_->user_admin().add("bob@example.com", {}, Secret(kPassword), false, now_));
  const Reply bob = sign_in("bob@example.com", kPassword);
  EXPECT_EQ(with_access_token("GlobalSignOut", alice_signs_in()).error, "");
  EXPECT_TRUE(is_good(bob));
}

TEST_F(SignOutTest, RevokingARefreshTokenEndsTheTokensBornOfItAndNoOthers) {
  const Reply lost = alice_signs_in();
  const Reply kept = alice_signs_in();
  const Reply refreshed = refresh(lost.token("RefreshToken"));
  EXPECT_EQ(revoke(lost.token("RefreshToken")).status, 200);
  EXPECT_FALSE(is_good(lost));
  EXPECT_FALSE(is_good(refreshed));
  EXPECT_EQ(with_access_token("GetUser", refreshed).error, "NotAuthorizedException");
  EXPECT_EQ(refresh(lost.token("RefreshToken")).error, "NotAuthorizedException");
  EXPECT_TRUE(is_good(kept));
}

TEST_F(SignOutTest, RevokingTwiceOrSomethingUnknownIsNoError) {
  const Reply lost = alice_signs_in();
  EXPECT_EQ(revoke(lost.token("RefreshToken")).status, 200);
  EXPECT_EQ(revoke(lost.token("RefreshToken")).status, 200);
  EXPECT_EQ(revoke("made-up").status, 200);
}

TEST_F(SignOutTest, OnlyRefreshTokensAreRevoked) {
  const Reply signed_in = alice_signs_in();
  EXPECT_EQ(revoke(signed_in.token("AccessToken")).error, "UnsupportedTokenTypeException");
  EXPECT_TRUE(is_good(signed_in));
}

TEST_F(SignOutTest, RevocationOutlivesARestart) {
  const Reply lost = alice_signs_in();
  EXPECT_EQ(revoke(lost.token("RefreshToken")).status, 200);
  restart();
  EXPECT_FALSE(is_good(lost));
}

}  // namespace
}  // namespace curfew::user_pool
