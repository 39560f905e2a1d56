#include "adapters/jwt/issuer_token_verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>

#include "support/fake_clock.h"
#include "unit/adapters/jwt/fixed_keys.h"

namespace curfew::jwt {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

class IssuerTokenVerifierTest : public testing::Test {
 protected:
  void SetUp() override { keys_.publish(signer_); }

  [[nodiscard]] std::string token(const json::array& groups = {"eng", "mgr"}) const {
    const std::int64_t now = unix_seconds(floor_seconds(test::kTestStart));
    return signer_.token({{"sub", "subject-1"},
                          {"iss", "https://issuer.example.com"},
                          {"aud", "client"},
                          {"email", "alice@example.com"},
                          {"email_verified", true},
                          {"groups", groups},
                          {"iat", now},
                          {"exp", now + 3600}});
  }
  [[nodiscard]] IssuerTokenVerifier verifier(GroupNames groups = {.engineers = "eng", .managers = "mgr"}) {
    return {{.issuer = "https://issuer.example.com", .client_id = "client", .groups_claim = "groups"}, groups, keys_};
  }

  test::TokenSigner signer_ = test::TokenSigner::p256("key");
  FixedKeys keys_;
  Instant now_ = test::kTestStart;
};

TEST_F(IssuerTokenVerifierTest, ATokenTellsWhoTheBearerIs) {
  auto verifier = this->verifier();
  const auto identity = verifier.verify(Secret(token()), now_);
  ASSERT_TRUE(identity) << identity.error().log_text;
  EXPECT_EQ(identity->subject.str(), "subject-1");
  EXPECT_EQ(identity->email, "alice@example.com");
}

TEST_F(IssuerTokenVerifierTest, GroupsGiveTheRightsThatTheConfigurationNames) {
  auto verifier = this->verifier();
  const auto rights = [&](const json::array& groups) {
    const auto identity = verifier.verify(Secret(token(groups)), now_);
    return std::string(identity->is_engineer ? "E" : "-") + (identity->is_manager ? "M" : "-");
  };
  EXPECT_EQ(rights({"eng", "mgr"}), "EM");
  EXPECT_EQ(rights({"other", "mgr"}), "-M");
  EXPECT_EQ(rights({"eng"}), "E-");
  EXPECT_EQ(rights({}), "--");
  EXPECT_EQ(rights({"ENG", "mgr ", "mgrs", ""}), "--");
}

TEST_F(IssuerTokenVerifierTest, AGroupWithoutANameGivesNobodyTheRight) {
  auto verifier = this->verifier({.engineers = "eng", .managers = ""});
  EXPECT_FALSE(verifier.verify(Secret(token({"", "eng"})), now_)->is_manager);
}

TEST_F(IssuerTokenVerifierTest, ARefusalTellsTheBearerNothing) {
  auto verifier = this->verifier();
  for (const std::string& bad : {std::string("x"), token() + "x", test::TokenSigner::p256("key").token({})}) {
    const auto identity = verifier.verify(Secret(bad), now_);
    ASSERT_FALSE(identity);
    EXPECT_EQ(identity.error().code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(identity.error().public_text, "Sign in again: the token was not accepted.");
    if (bad.size() > 1) EXPECT_THAT(identity.error().log_text, Not(HasSubstr(bad)));
  }
}

TEST_F(IssuerTokenVerifierTest, ARememberedTokenGoesWithItsTimeAndWithItsKey) {
  auto verifier = this->verifier();
  const Secret good(token());
  EXPECT_TRUE(verifier.verify(good, now_));
  EXPECT_TRUE(verifier.verify(good, now_));
  EXPECT_FALSE(verifier.verify(good, now_ + std::chrono::seconds(3600) + kClockSkew));
  keys_.publish(test::TokenSigner::p256("key"));  // another key of the same name
  EXPECT_FALSE(verifier.verify(good, now_));
  keys_.publish(signer_);
  EXPECT_TRUE(verifier.verify(good, now_));
  keys_.withdraw("key");
  EXPECT_FALSE(verifier.verify(good, now_));
}

TEST_F(IssuerTokenVerifierTest, KeysThatCannotBeReadAreNoVerdictOnTheToken) {
  auto verifier = this->verifier();
  EXPECT_TRUE(verifier.verify(Secret(token()), now_));
  keys_.fail_from_now_on();
  const auto identity = verifier.verify(Secret(token()), now_);
  ASSERT_FALSE(identity);
  EXPECT_EQ(identity.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace curfew::jwt
