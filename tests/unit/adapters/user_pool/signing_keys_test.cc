#include "adapters/user_pool/signing_keys.h"

#include <gtest/gtest.h>

#include <set>

#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

class KeyRotationTest : public PoolTest {
 protected:
  void SetUp() override {
    PoolTest::SetUp();
    add_alice();
  }
  void store_signing_key() override {}

  static std::string kid_of(const Reply& signed_in) {
    const std::string token = signed_in.token("IdToken");
    const auto header = json::parse(from_base64url(token.substr(0, token.find('.'))).value()).as_object();
    return std::string(header.at("kid").as_string());
  }
  std::set<std::string> published() {
    std::set<std::string> kids;
    const json::value document = json::parse(pool_->sign_in_endpoint().jwks().value());
    for (const auto& key : document.as_object().at("keys").as_array()) {
      kids.insert(std::string(key.as_object().at("kid").as_string()));
    }
    return kids;
  }
};

TEST_F(KeyRotationTest, TheNewKeySignsAndTheOldOneStillVerifies) {
  const Reply before = alice_signs_in();
  ASSERT_TRUE(pool_->user_admin().rotate_signing_key(now_));
  const Reply after = alice_signs_in();
  EXPECT_NE(kid_of(before), kid_of(after));
  EXPECT_TRUE(is_good(before));
  EXPECT_TRUE(is_good(after));
  EXPECT_EQ(published(), (std::set<std::string>{kid_of(before), kid_of(after)}));
}

TEST_F(KeyRotationTest, ARetiredKeyGoesOnceItsLastTokenHasExpired) {
  const Reply before = alice_signs_in();
  ASSERT_TRUE(pool_->user_admin().rotate_signing_key(now_));
  now_ += hours(1) + seconds(20);
  const Reply after = alice_signs_in();
  EXPECT_EQ(published().size(), 2U);
  EXPECT_TRUE(is_good(before));
  now_ += minutes(10);
  const Reply refreshed = refresh(after.token("RefreshToken"));
  EXPECT_EQ(published(), std::set<std::string>{kid_of(refreshed)});
  EXPECT_TRUE(is_good(refreshed));
}

TEST_F(KeyRotationTest, RotationBesideARunningServerCountsAtItsNextSignIn) {
  auto beside = UserPool::open(settings_, *store_, *sealer_, entropy_, log_, now_);
  ASSERT_TRUE(beside);
  const Reply before = alice_signs_in();
  ASSERT_TRUE((*beside)->user_admin().rotate_signing_key(now_));
  const Reply after = alice_signs_in();
  EXPECT_NE(kid_of(before), kid_of(after));
  EXPECT_TRUE((*beside)->token_verifier().verify(Secret(after.token("IdToken")), now_));
}

TEST_F(KeyRotationTest, AnEmptyStoreGetsItsFirstKeyWhenThePoolOpens) { EXPECT_EQ(published().size(), 1U); }

TEST_F(KeyRotationTest, TheKeyStaysOverARestart) {
  const Reply before = alice_signs_in();
  restart();
  EXPECT_EQ(kid_of(alice_signs_in()), kid_of(before));
}

TEST_F(KeyRotationTest, ASealedKeyThatWasTamperedWithSignsNothing) {
  const Status swapped = store_->write([](sqlite_file::Connection& connection) {
    return connection.run("UPDATE pool_signing_keys SET sealed_private_jwk = ?", base64url(std::string(1200, '\1')));
  });
  ASSERT_TRUE(swapped);
  const auto reopened = UserPool::open(settings_, *store_, *sealer_, entropy_, log_, now_);
  ASSERT_FALSE(reopened);
  EXPECT_EQ(reopened.error().code, ErrorCode::kDamaged);
}

}  // namespace
}  // namespace curfew::user_pool
