#include "adapters/user_pool/pool_token_verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/user_pool/rsa_key.h"
#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

using testing::HasSubstr;

class PoolTokenVerifierTest : public PoolTest {
 protected:
  void expect_refused(const std::string& token) {
    const auto identity = verify(token);
    ASSERT_FALSE(identity);
    EXPECT_EQ(identity.error().code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(identity.error().public_text, "Sign in again: the token was not accepted.");
    EXPECT_FALSE(identity.error().log_text.empty());
    if (!token.empty()) EXPECT_THAT(identity.error().log_text, testing::Not(HasSubstr(token)));
  }
};

TEST_F(PoolTokenVerifierTest, AnIdTokenTellsWhoTheBearerIs) {
  const PoolUser alice = add_alice({Group::kEngineers});
  const auto identity = verify(alice_signs_in().token("IdToken"));
  ASSERT_TRUE(identity) << identity.error().log_text;
  EXPECT_EQ(identity->subject, alice.subject);
  EXPECT_EQ(identity->email, kAlice);
  EXPECT_TRUE(identity->is_engineer);
  EXPECT_FALSE(identity->is_manager);
}

TEST_F(PoolTokenVerifierTest, AnAccessTokenIsNoIdToken) {
  add_alice();
  expect_refused(alice_signs_in().token("AccessToken"));
}

TEST_F(PoolTokenVerifierTest, GroupsAreThoseOfTheMoment) {
  add_alice({Group::kManagers});
  const std::string token = alice_signs_in().token("IdToken");
  EXPECT_TRUE(verify(token)->is_manager);
  ASSERT_TRUE(pool_->user_admin().set_groups(kAlice, {Group::kEngineers}));
  EXPECT_FALSE(verify(token)->is_manager);
  EXPECT_TRUE(verify(token)->is_engineer);
  ASSERT_TRUE(pool_->user_admin().set_groups(kAlice, {}));
  EXPECT_FALSE(verify(token)->is_engineer);
}

TEST_F(PoolTokenVerifierTest, ADisabledOrRemovedUserIsOutAtTheNextCall) {
  add_alice();
  const std::string token = alice_signs_in().token("IdToken");
  EXPECT_TRUE(verify(token));
  ASSERT_TRUE(pool_->user_admin().set_enabled(kAlice, false));
  expect_refused(token);
  ASSERT_TRUE(pool_->user_admin().set_enabled(kAlice, true));
  EXPECT_TRUE(verify(token));
  ASSERT_TRUE(pool_->user_admin().remove(kAlice));
  expect_refused(token);
  add_alice();  // somebody new with the old address
  expect_refused(token);
}

TEST_F(PoolTokenVerifierTest, ARememberedTokenExpiresToo) {
  add_alice();
  const std::string token = alice_signs_in().token("IdToken");
  EXPECT_TRUE(verify(token));
  now_ += hours(1) + jwt::kClockSkew - Millis(1);
  EXPECT_TRUE(verify(token));
  now_ += Millis(1);
  expect_refused(token);
}

TEST_F(PoolTokenVerifierTest, AnUnverifiedEmailIsRefusedAtOnceUnlessAllowed) {
  add_alice();
  const std::string token = alice_signs_in().token("IdToken");
  const Status unverified = store_->write(
      [](sqlite_file::Connection& connection) { return connection.run("UPDATE pool_users SET email_verified = 0"); });
  ASSERT_TRUE(unverified);
  expect_refused(token);
  expect_refused(alice_signs_in().token("IdToken"));
  settings_.require_verified_email = false;
  restart();
  EXPECT_TRUE(verify(alice_signs_in().token("IdToken")));
}

TEST_F(PoolTokenVerifierTest, ForgeriesAreRefused) {
  add_alice();
  const std::string token = alice_signs_in().token("IdToken");
  const std::size_t first = token.find('.');
  const std::size_t second = token.rfind('.');
  const std::string header = token.substr(0, first);
  const std::string payload = token.substr(first + 1, second - first - 1);
  const std::string none = base64url(R"({"alg":"none"})");
  for (const std::string& forged :
       {std::string(), std::string("x"), std::string("a.b.c"), none + "." + payload + ".", header + "." + payload + ".",
        header + "." + payload, token + ".x", token + "=", " " + token}) {
    expect_refused(forged);
  }
  EXPECT_TRUE(verify(token));
}

TEST_F(PoolTokenVerifierTest, ATokenOfAStrangersKeyWithOurKidIsRefused) {
  add_alice();
  const std::string token = alice_signs_in().token("IdToken");
  const auto stranger = RsaKey::generate();
  ASSERT_TRUE(stranger);
  const std::string forged = stranger->sign(json::serialize(claims_of(token))).value();
  expect_refused(forged);
  // The same signature under the pool's own header.
  expect_refused(token.substr(0, token.find('.')) + forged.substr(forged.find('.')));
}

TEST_F(PoolTokenVerifierTest, NoBitOfATokenCanBeFlipped) {
  add_alice();
  const std::string token = alice_signs_in().token("IdToken");
  for (std::size_t i = 0; i < token.size(); i += 7) {
    std::string forged = token;
    forged[i] = static_cast<char>(static_cast<unsigned char>(forged[i]) ^ 1U);
    EXPECT_FALSE(verify(forged)) << "byte " << i;
  }
  EXPECT_FALSE(verify(token.substr(0, token.size() - 1) + (token.back() == 'A' ? "B" : "A")));
}

}  // namespace
}  // namespace curfew::user_pool
