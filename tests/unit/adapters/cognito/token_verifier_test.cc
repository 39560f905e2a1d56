#include "adapters/cognito/token_verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>

#include "support/fake_clock.h"
#include "support/published_documents.h"
#include "support/recording_log.h"
#include "support/token_signer.h"

namespace curfew::cognito {
namespace {

namespace json = boost::json;
using test::TokenSigner;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kIssuer = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123";

class CognitoTokenVerifierTest : public testing::Test {
 protected:
  static CognitoSettings settings() {
    return {.region = "eu-central-1", .user_pool_id = "eu-central-1_AbCdEf123", .client_id = "client"};
  }
  // As in the developer guide, "Understanding the identity (ID) token".
  [[nodiscard]] json::object claims() const {
    const std::int64_t now = unix_seconds(floor_seconds(clock_.now()));
    return {{"sub", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"},
            {"cognito:groups", json::array{"Engineers", "Managers"}},
            {"email_verified", true},
            {"iss", kIssuer},
            {"cognito:username", "ada"},
            {"origin_jti", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"},
            {"aud", "client"},
            {"event_id", "64f513be-32db-42b0-b78e-b02127b4f463"},
            {"token_use", "id"},
            {"auth_time", now},
            {"exp", now + 3600},
            {"iat", now},
            {"jti", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"},
            {"email", "ada@example.com"}};
  }
  void publish(std::initializer_list<const TokenSigner*> signers) {
    documents_.at[std::string(kIssuer) + "/.well-known/jwks.json"] = test::jwks_of(signers);
  }
  [[nodiscard]] std::string refusal_with(const char* claim, const json::value& value) {
    json::object bad = claims();
    bad[claim] = value;
    const auto identity = verifier_->verify(Secret(first_.token(bad)), clock_.now());
    return identity ? "accepted" : identity.error().log_text;
  }

  void SetUp() override { publish({&first_}); }

  TokenSigner first_ = TokenSigner::rsa("first");
  test::FakeClock clock_;
  test::RecordingLog log_;
  test::PublishedDocuments documents_;
  std::unique_ptr<CognitoTokenVerifier> verifier_ =
      CognitoTokenVerifier::open(settings(), documents_, clock_, log_).value();
};

TEST_F(CognitoTokenVerifierTest, AnIdTokenOfThePoolTellsWhoTheBearerIs) {
  const auto identity = verifier_->verify(Secret(first_.token(claims())), clock_.now());
  ASSERT_TRUE(identity) << identity.error().log_text;
  EXPECT_EQ(identity->subject.str(), "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");
  EXPECT_EQ(identity->email, "ada@example.com");
  EXPECT_TRUE(identity->is_engineer);
  EXPECT_TRUE(identity->is_manager);
  EXPECT_THAT(documents_.asked_for, ElementsAre(std::string(kIssuer) + "/.well-known/jwks.json"));
}

TEST_F(CognitoTokenVerifierTest, OtherTokensAreRefused) {
  EXPECT_EQ(refusal_with("iss", "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other1234"),
            "token refused: another issuer");
  EXPECT_EQ(refusal_with("aud", "other-client"), "token refused: another audience");
  EXPECT_EQ(refusal_with("token_use", "access"), "token refused: another token_use");
  EXPECT_EQ(refusal_with("email_verified", false), "token refused: the email is not verified");
  EXPECT_EQ(refusal_with("exp", unix_seconds(floor_seconds(clock_.now())) - 31), "token refused: expired");
  EXPECT_EQ(refusal_with("cognito:groups", json::array{}), "accepted");
}

TEST_F(CognitoTokenVerifierTest, ANewKeyIsFetchedAndAWithdrawnOneForgotten) {
  const Secret old_token(first_.token(claims()));
  EXPECT_TRUE(verifier_->verify(old_token, clock_.now()));
  const TokenSigner second = TokenSigner::rsa("second");
  publish({&second});
  clock_.advance(std::chrono::minutes(1));
  EXPECT_TRUE(verifier_->verify(Secret(second.token(claims())), clock_.now()));
  // Though it has been remembered, its key is not the pool's any more.
  EXPECT_FALSE(verifier_->verify(old_token, clock_.now()));
}

TEST_F(CognitoTokenVerifierTest, WithoutKeysThereIsNoVerdict) {
  documents_.at.clear();
  const auto identity = verifier_->verify(Secret(first_.token(claims())), clock_.now());
  EXPECT_EQ(identity.error().code, ErrorCode::kUnavailable);
  EXPECT_FALSE(verifier_->warm());
}

TEST_F(CognitoTokenVerifierTest, IssuerAndKeyAddressMayBeConfigured) {
  CognitoSettings moved = settings();
  moved.issuer = "https://idp.example.com/pool";
  moved.jwks_url = "https://keys.example.com/jwks.json";
  documents_.at["https://keys.example.com/jwks.json"] = test::jwks_of({&first_});
  auto verifier = CognitoTokenVerifier::open(moved, documents_, clock_, log_).value();
  json::object theirs = claims();
  EXPECT_FALSE(verifier->verify(Secret(first_.token(theirs)), clock_.now()));
  theirs["iss"] = "https://idp.example.com/pool";
  EXPECT_TRUE(verifier->verify(Secret(first_.token(theirs)), clock_.now()));
}

TEST_F(CognitoTokenVerifierTest, SettingsThatDoNotGoTogetherStopTheStart) {
  const auto fault = [&](auto change) {
    CognitoSettings bad = settings();
    change(bad);
    const auto opened = CognitoTokenVerifier::open(bad, documents_, clock_, log_);
    EXPECT_EQ(opened.error().code, ErrorCode::kConfiguration);
    return opened.error().public_text;
  };
  EXPECT_THAT(fault([](auto& s) { s.region = "us-east-1"; }), HasSubstr("does not belong to the region us-east-1"));
  EXPECT_THAT(fault([](auto& s) { s.region.clear(); }), HasSubstr("region"));
  EXPECT_THAT(fault([](auto& s) { s.client_id.clear(); }), HasSubstr("client_id"));
  EXPECT_THAT(fault([](auto& s) { s.managers_group = "Engineers"; }), HasSubstr("two groups"));
  EXPECT_THAT(fault([](auto& s) { s.jwks_url = "http://keys.example.com/"; }), HasSubstr("https"));
  EXPECT_THAT(fault([](auto& s) { s.jwks_url = "http://127.0.0.1:5000/"; }), HasSubstr("https"));
}

TEST_F(CognitoTokenVerifierTest, TheIssuerIsTheRegionsAndThePools) {
  EXPECT_EQ(issuer_of(settings()), kIssuer);
  EXPECT_EQ(issuer_of({.region = "cn-north-1", .user_pool_id = "cn-north-1_A"}),
            "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_A");
}

}  // namespace
}  // namespace curfew::cognito
