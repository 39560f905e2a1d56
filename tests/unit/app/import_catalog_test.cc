#include "app/import_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/fake_organization.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ImportCatalogTest : public testing::Test {
 protected:
  CatalogImport import() {
    auto made = ImportCatalog(organization_)(catalog_);
    EXPECT_TRUE(made) << made.error().public_text;
    return made ? *std::move(made) : CatalogImport{};
  }
  ImportedPermissionSet only_set() {
    const CatalogImport made = import();
    EXPECT_EQ(made.permission_sets.size(), 1U);
    return made.permission_sets.empty() ? ImportedPermissionSet{} : made.permission_sets.front();
  }
  Risk risk_of(Tags tags) {
    organization_.there_sets.clear();
    organization_.add_set("1", "JIT-Any").tags = std::move(tags);
    return only_set().entry.risk;
  }

  test::FakeOrganization organization_;
  Catalog catalog_;
};

TEST_F(ImportCatalogTest, AccountsGetAShortNameAndKeepTheirFullOneAsTitle) {
  organization_.add_account("222222222222", "Log Archive");
  organization_.add_account("111111111111", "Audit");
  const CatalogImport made = import();
  ASSERT_EQ(made.accounts.size(), 2U);
  EXPECT_EQ(made.accounts[0].entry.name, "Audit");
  EXPECT_EQ(made.accounts[1].entry.name, "LogArchive");
  EXPECT_EQ(made.accounts[1].entry.title, "Log Archive");
  EXPECT_EQ(made.accounts[1].entry.id, AccountId("222222222222"));
  EXPECT_FALSE(made.accounts[1].is_known);
  EXPECT_THAT(made.remarks, IsEmpty());
}

TEST_F(ImportCatalogTest, APermissionSetIsAskedForWithoutThePrefix) {
  organization_.add_set("1", "JIT-S3FullAccess");
  const CatalogPermissionSet entry = only_set().entry;
  EXPECT_EQ(entry.name, "S3FullAccess");
  EXPECT_EQ(entry.title, "JIT-S3FullAccess");
  EXPECT_EQ(entry.aws_name, "JIT-S3FullAccess");
  EXPECT_EQ(entry.max_duration, kLongestDuration);
}

TEST_F(ImportCatalogTest, OnlyBothTagsTogetherMakeTheRiskLow) {
  EXPECT_EQ(risk_of({{"RiskLevel", "Low"}, {"RequiresApproval", "false"}}), Risk::kLow);
  EXPECT_EQ(risk_of({{"RiskLevel", "LOW"}, {"RequiresApproval", "False"}}), Risk::kLow);
}

TEST_F(ImportCatalogTest, AnythingElseIsHigh) {
  const std::vector<Tags> careless{{},
                                   {{"RiskLevel", "Low"}},
                                   {{"RequiresApproval", "false"}},
                                   {{"RiskLevel", "Low"}, {"RequiresApproval", "true"}},
                                   {{"RiskLevel", "High"}, {"RequiresApproval", "false"}},
                                   {{"RiskLevel", "Low "}, {"RequiresApproval", "false"}},
                                   {{"RiskLevel", ""}, {"RequiresApproval", ""}},
                                   {{"RiskLevel", "Lowest"}, {"RequiresApproval", "false"}},
                                   {{"RiskLevel", "Low"}, {"RequiresApproval", "no"}},
                                   {{"risklevel", "Low"}, {"requiresapproval", "false"}}};
  for (const Tags& tags : careless) EXPECT_EQ(risk_of(tags), Risk::kHigh);
}

TEST_F(ImportCatalogTest, TagsThatCannotBeReadMakeItHighAndAreTold) {
  organization_.add_set("1", "JIT-Any").tags =
      fail(ErrorCode::kConfiguration, "Add sso:ListTagsForResource to the policy.");
  EXPECT_EQ(only_set().entry.risk, Risk::kHigh);
  EXPECT_THAT(import().remarks,
              ElementsAre(AllOf(HasSubstr("JIT-Any"), HasSubstr("high"), HasSubstr("sso:ListTagsForResource"))));
}

TEST_F(ImportCatalogTest, TheReasonOfARiskIsTold) {
  organization_.add_set("1", "JIT-Any").tags = Tags{{"RiskLevel", "Medium"}};
  EXPECT_EQ(only_set().why, "RiskLevel is \"Medium\", RequiresApproval is missing");
}

TEST_F(ImportCatalogTest, ASessionThatOutlivesAnHourHasToBeAllowed) {
  PermissionSetFacts& set = organization_.add_set("1", "JIT-Any");
  EXPECT_EQ(only_set().max_session, std::nullopt);
  set.session = 4h;
  EXPECT_EQ(only_set().max_session, 4h);
  set.session = 1h + 1s;
  EXPECT_EQ(only_set().max_session, 61min);
  EXPECT_THAT(import().remarks, IsEmpty());
}

TEST_F(ImportCatalogTest, ASessionThatNobodyUnderstandsIsNotAllowedAndTold) {
  PermissionSetFacts& set = organization_.add_set("1", "JIT-Any");
  set.session = std::nullopt;
  EXPECT_EQ(only_set().max_session, std::nullopt);
  EXPECT_THAT(import().remarks, ElementsAre(HasSubstr("session duration")));
  set.session = 13h;
  EXPECT_EQ(only_set().max_session, std::nullopt);
  EXPECT_THAT(import().remarks, ElementsAre(HasSubstr("12 hours")));
}

TEST_F(ImportCatalogTest, ClashingNamesAreToldApartTheSameWayAtEveryRun) {
  organization_.add_account("222222222222", "Sand Box");
  organization_.add_account("111111111111", "SandBox");
  const CatalogImport first = import();
  std::ranges::reverse(organization_.there_accounts);
  const CatalogImport second = import();
  for (const CatalogImport& made : {first, second}) {
    EXPECT_EQ(made.accounts[0].entry.name, "SandBox");
    EXPECT_EQ(made.accounts[0].entry.id, AccountId("111111111111"));
    EXPECT_EQ(made.accounts[1].entry.name, "SandBox-2");
  }
}

TEST_F(ImportCatalogTest, WhatTheCatalogNamesKeepsItsNames) {
  catalog_.accounts.push_back({.name = "Prod", .id = AccountId("111111111111"), .title = "Our production"});
  organization_.add_account("111111111111", "Production");
  organization_.add_account("222222222222", "Prod");
  const CatalogImport made = import();
  EXPECT_TRUE(made.accounts[0].is_known);
  EXPECT_EQ(made.accounts[0].entry.title, "Our production");
  EXPECT_EQ(made.accounts[1].entry.name, "Prod-2");
}

TEST_F(ImportCatalogTest, ARiskThatSomebodyRaisedStaysAndTheDifferenceIsTold) {
  const PermissionSetFacts set = organization_.add_set("1", "JIT-Any");
  catalog_.permission_sets.push_back({.name = "Any", .arn = set.arn, .aws_name = "JIT-Any", .risk = Risk::kHigh});
  EXPECT_EQ(only_set().entry.risk, Risk::kHigh);
  EXPECT_THAT(import().remarks, ElementsAre(HasSubstr("of high risk in the configuration, and of low risk by its")));
}

TEST_F(ImportCatalogTest, ARiskThatRoseInAwsRisesAndIsTold) {
  PermissionSetFacts& set = organization_.add_set("1", "JIT-Any");
  set.tags = Tags{{"RiskLevel", "High"}};
  catalog_.permission_sets.push_back({.name = "Any", .arn = set.arn, .aws_name = "JIT-Any", .risk = Risk::kLow});
  EXPECT_EQ(only_set().entry.risk, Risk::kHigh);
  EXPECT_THAT(import().remarks, ElementsAre(HasSubstr("of low risk in the configuration, and of high risk by its")));
}

TEST_F(ImportCatalogTest, WhatAwsNoLongerHasOrCallsOtherwiseIsTold) {
  const PermissionSetFacts set = organization_.add_set("1", "JIT-New");
  catalog_.accounts.push_back({.name = "Gone", .id = AccountId("999999999999")});
  catalog_.permission_sets.push_back({.name = "Old", .arn = set.arn, .aws_name = "JIT-Old", .risk = Risk::kLow});
  catalog_.permission_sets.push_back({.name = "Lost", .arn = PermissionSetArn("arn:lost"), .aws_name = "JIT-Lost"});
  const CatalogImport made = import();
  EXPECT_EQ(made.remarks.size(), 3U);
  EXPECT_THAT(made.remarks, Contains(HasSubstr("Account Gone (999999999999)")));
  EXPECT_THAT(made.remarks, Contains(HasSubstr("Permission set Lost (arn:lost)")));
  EXPECT_THAT(made.remarks, Contains(HasSubstr("Permission set Old is called JIT-New in AWS, not JIT-Old")));
}

TEST_F(ImportCatalogTest, HalfAnAnswerIsNone) {
  organization_.add_account("111111111111", "Audit");
  organization_.no_sets = Error{.code = ErrorCode::kUnavailable, .public_text = "AWS does not answer."};
  const auto made = ImportCatalog(organization_)(catalog_);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace curfew
