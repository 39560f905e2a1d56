#include "adapters/oidc/oidc_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/published_documents.h"
#include "support/token_signer.h"

namespace curfew::oidc {
namespace {

using testing::HasSubstr;

constexpr const char* kIssuer = "https://login.example.com/tenant";
constexpr const char* kDocument = "https://login.example.com/tenant/.well-known/openid-configuration";
constexpr const char* kKeys = "https://login.example.com/keys";

class OidcExaminationTest : public testing::Test {
 protected:
  OidcExaminationTest() {
    published_.at[kDocument] = std::string(R"({"issuer":")") + kIssuer + R"(","jwks_uri":")" + kKeys + R"("})";
    const auto signer = test::TokenSigner::p256("1");
    published_.at[kKeys] = test::jwks_of({&signer});
  }
  std::vector<Diagnosis> examine() { return OidcExamination(published_, settings_).examine(); }

  test::PublishedDocuments published_;
  OidcSettings settings_{
      .issuer = kIssuer, .client_id = "curfew", .engineers_group = "Engineers", .managers_group = "Managers"};
};

TEST_F(OidcExaminationTest, AnIssuerWithKeysWorksAndOnlyASignInShowsItsGroups) {
  const auto told = examine();
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0].health, Health::kWorks);
  EXPECT_EQ(told[1].health, Health::kWorks) << told[1].text;
  EXPECT_EQ(told[2].health, Health::kUnproved);
}

TEST_F(OidcExaminationTest, AnIssuerThatIsNotThere) {
  published_.at.clear();
  const auto told = examine();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].health, Health::kBroken);
  EXPECT_THAT(told[0].remedy, HasSubstr("sign_in.issuer"));
}

TEST_F(OidcExaminationTest, KeysThatAreNotWhereItSays) {
  published_.at.erase(kKeys);
  EXPECT_EQ(examine().at(1).health, Health::kBroken);
  EXPECT_THAT(examine().at(1).text, HasSubstr("404"));
}

TEST_F(OidcExaminationTest, WhatIsNoDocumentOfKeys) {
  published_.at[kKeys] = "<html>";
  EXPECT_THAT(examine().at(1).text, HasSubstr("no document of keys"));
}

TEST_F(OidcExaminationTest, KeysThatCheckNoToken) {
  published_.at[kKeys] = R"({"keys":[{"kty":"oct","kid":"1","k":"AAAA"}]})";
  EXPECT_EQ(examine().at(1).health, Health::kBroken);
  EXPECT_THAT(examine().at(1).remedy, HasSubstr("RS256"));
}

TEST_F(OidcExaminationTest, WhereTheKeysAreNamedNobodyIsAskedForThem) {
  settings_.jwks_url = kKeys;
  EXPECT_EQ(examine().front().health, Health::kWorks);
  EXPECT_EQ(published_.asked_for, std::vector<std::string>{kKeys});
}

}  // namespace
}  // namespace curfew::oidc
