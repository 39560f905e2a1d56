#include "adapters/oidc/oidc_token_verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>

#include "support/fake_clock.h"
#include "support/published_documents.h"
#include "support/recording_log.h"
#include "support/token_signer.h"

namespace curfew::oidc {
namespace {

namespace json = boost::json;
using test::TokenSigner;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kIssuer = "https://login.example.com/tenant/v2.0";
constexpr const char* kConfiguration = "https://login.example.com/tenant/v2.0/.well-known/openid-configuration";
constexpr const char* kKeys = "https://keys.example.com/jwks";

class OidcTokenVerifierTest : public testing::Test {
 protected:
  static OidcSettings settings() {
    return {.issuer = kIssuer, .client_id = "curfew", .engineers_group = "devs", .managers_group = "leads"};
  }
  [[nodiscard]] json::object claims() const {
    const std::int64_t now = unix_seconds(floor_seconds(clock_.now()));
    return {{"sub", "00u1"},          {"iss", kIssuer}, {"aud", json::array{"curfew"}},   {"email", "ada@example.com"},
            {"email_verified", true}, {"iat", now},     {"groups", json::array{"leads"}}, {"exp", now + 600}};
  }
  void publish(const std::string& configuration) {
    documents_.at[kConfiguration] = configuration;
    documents_.at[kKeys] = test::jwks_of({&signer_});
  }
  static std::string configuration(const std::string& issuer) {
    return R"({"issuer":")" + issuer + R"(","jwks_uri":")" + kKeys + R"(","scopes_supported":["openid"]})";
  }
  // The error's code; empty when there is none.
  std::string verify(const OidcSettings& with) {
    auto verifier = OidcTokenVerifier::open(with, documents_, clock_, log_);
    if (!verifier) return verifier.error().public_text;
    const auto identity = (*verifier)->verify(Secret(signer_.token(claims())), clock_.now());
    return identity ? "" : identity.error().log_text;
  }

  TokenSigner signer_ = TokenSigner::p256("key");
  test::FakeClock clock_;
  test::RecordingLog log_;
  test::PublishedDocuments documents_;
};

TEST_F(OidcTokenVerifierTest, KeysAreDiscoveredFromWhatTheIssuerSaysOfItself) {
  publish(configuration(kIssuer));
  auto verifier = OidcTokenVerifier::open(settings(), documents_, clock_, log_).value();
  const auto identity = verifier->verify(Secret(signer_.token(claims())), clock_.now());
  ASSERT_TRUE(identity) << identity.error().log_text;
  EXPECT_EQ(identity->subject.str(), "00u1");
  EXPECT_FALSE(identity->is_engineer);
  EXPECT_TRUE(identity->is_manager);
  EXPECT_THAT(documents_.asked_for, ElementsAre(kConfiguration, kKeys));
}

TEST_F(OidcTokenVerifierTest, ADocumentThatSpeaksForAnotherIssuerIsRefused) {
  for (const std::string& other : {std::string(kIssuer) + "/", std::string("https://LOGIN.example.com/tenant/v2.0"),
                                   std::string("https://evil.example.com"), std::string()}) {
    publish(configuration(other));
    EXPECT_THAT(verify(settings()), HasSubstr("speaks for another issuer")) << other;
  }
}

TEST_F(OidcTokenVerifierTest, DocumentsThatSayNothingAreNoUse) {
  for (const char* document : {"", "[]", "<html>", R"({"issuer":"https://login.example.com/tenant/v2.0"})",
                               R"({"issuer":"https://login.example.com/tenant/v2.0","jwks_uri":7})"}) {
    publish(document);
    EXPECT_THAT(verify(settings()), HasSubstr("keys: ")) << document;
  }
}

TEST_F(OidcTokenVerifierTest, AConfiguredKeyAddressNeedsNoDiscovery) {
  publish("");
  OidcSettings direct = settings();
  direct.jwks_url = kKeys;
  EXPECT_EQ(verify(direct), "");
  EXPECT_THAT(documents_.asked_for, ElementsAre(kKeys));
}

TEST_F(OidcTokenVerifierTest, ASlashAtTheIssuersEndIsPartOfItsName) {
  const std::string issuer = "https://tenant.auth.example.com/";
  documents_.at["https://tenant.auth.example.com/.well-known/openid-configuration"] = configuration(issuer);
  documents_.at[kKeys] = test::jwks_of({&signer_});
  OidcSettings with_slash = settings();
  with_slash.issuer = issuer;
  EXPECT_EQ(verify(with_slash), "token refused: another issuer");  // found its keys; the claims are of another
  with_slash.issuer = "https://tenant.auth.example.com";
  EXPECT_THAT(verify(with_slash), HasSubstr("speaks for another issuer"));
}

TEST_F(OidcTokenVerifierTest, SettingsThatWouldOpenADoorStopTheStart) {
  const auto fault = [&](auto change) {
    OidcSettings bad = settings();
    change(bad);
    return verify(bad);
  };
  EXPECT_THAT(fault([](auto& s) { s.issuer = "http://login.example.com"; }), HasSubstr("issuer must be an https URL"));
  EXPECT_THAT(fault([](auto& s) { s.issuer = "https://login.example.com?a=b"; }), HasSubstr("issuer must be"));
  EXPECT_THAT(fault([](auto& s) { s.client_id.clear(); }), HasSubstr("client_id"));
  EXPECT_THAT(fault([](auto& s) { s.groups_claim.clear(); }), HasSubstr("groups_claim"));
  EXPECT_THAT(fault([](auto& s) { s.managers_group.clear(); }), HasSubstr("must be named"));
  EXPECT_THAT(fault([](auto& s) { s.managers_group = "devs"; }), HasSubstr("two groups"));
  EXPECT_THAT(fault([](auto& s) { s.jwks_url = "file:///etc/passwd"; }), HasSubstr("jwks_url must be an https URL"));
  EXPECT_THAT(documents_.asked_for, testing::IsEmpty());
}

}  // namespace
}  // namespace curfew::oidc
