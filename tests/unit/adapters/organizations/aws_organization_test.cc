#include "adapters/organizations/aws_organization.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "support/aws/scripted_caller.h"

namespace curfew::organizations {
namespace {

using namespace std::chrono_literals;
using boost::json::array;
using boost::json::object;
using testing::HasSubstr;

constexpr const char* kInstance = "arn:aws:sso:::instance/ssoins-7223abcd1234ef56";
constexpr const char* kSet = "arn:aws:sso:::permissionSet/ssoins-7223abcd1234ef56/ps-1111111111111111";

object account(const std::string& id, object rest) {
  rest["Id"] = id;
  rest["Name"] = "Account " + id;
  return rest;
}

class AwsOrganizationTest : public testing::Test {
 protected:
  std::vector<std::string> ids() {
    const auto accounts = organization_.accounts();
    EXPECT_TRUE(accounts) << accounts.error().public_text;
    std::vector<std::string> found;
    if (accounts) {
      for (const OrganizationAccount& one : *accounts) found.push_back(one.id.str());
    }
    return found;
  }
  // One permission set, described and tagged so.
  void will_tell_of_set(object described, array tags) {
    described["Name"] = "JIT-S3FullAccess";
    caller_.will_answer("ListPermissionSets", {{"PermissionSets", array{kSet}}});
    caller_.will_answer("DescribePermissionSet", {{"PermissionSet", std::move(described)}});
    caller_.will_answer("ListTagsForResource", {{"Tags", std::move(tags)}});
  }
  PermissionSetFacts only_set() {
    const auto sets = organization_.permission_sets();
    EXPECT_TRUE(sets) << sets.error().public_text;
    EXPECT_TRUE(sets && sets->size() == 1);
    return sets && !sets->empty() ? sets->front() : PermissionSetFacts{.tags = Tags{}};
  }

  test::ScriptedCaller caller_;
  AwsOrganization organization_{caller_, kInstance};
};

TEST_F(AwsOrganizationTest, OnlyAMissingTokenEndsTheListing) {
  caller_.will_answer("ListAccounts",
                      {{"Accounts", array{account("111111111111", {{"State", "ACTIVE"}})}}, {"NextToken", "a"}});
  caller_.will_answer("ListAccounts", {{"Accounts", array{}}, {"NextToken", "b"}});
  caller_.will_answer("ListAccounts", {{"Accounts", array{account("222222222222", {{"State", "ACTIVE"}})}}});
  EXPECT_THAT(ids(), testing::ElementsAre("111111111111", "222222222222"));
  EXPECT_EQ(caller_.seen().at(1).body.at("NextToken"), "a");
  EXPECT_EQ(caller_.seen().at(2).body.at("NextToken"), "b");
}

TEST_F(AwsOrganizationTest, AListingThatGoesRoundInCirclesIsNoListing) {
  for (int i = 0; i < 3; ++i) {
    caller_.will_answer("ListAccounts",
                        {{"Accounts", array{account("111111111111", {{"State", "ACTIVE"}})}}, {"NextToken", "a"}});
  }
  EXPECT_FALSE(organization_.accounts());
}

TEST_F(AwsOrganizationTest, AnAccountIsActiveByTheOldWordAndByTheNewOne) {
  caller_.will_answer(
      "ListAccounts",
      {{"Accounts",
        array{account("111111111111", {{"Status", "ACTIVE"}}), account("222222222222", {{"State", "ACTIVE"}}),
              account("333333333333", {{"Status", "ACTIVE"}, {"State", "ACTIVE"}}),
              account("444444444444", {{"Status", "SUSPENDED"}}),
              account("555555555555", {{"State", "PENDING_CLOSURE"}}),
              account("666666666666", {{"Status", "ACTIVE"}, {"State", "CLOSED"}}),
              account("777777777777", {{"State", "PENDING_ACTIVATION"}}), account("888888888888", {})}}});
  EXPECT_THAT(ids(), testing::ElementsAre("111111111111", "222222222222", "333333333333"));
}

TEST_F(AwsOrganizationTest, NoOrganizationIsToldAsSuch) {
  caller_.will_refuse("ListAccounts", "AWSOrganizationsNotInUseException");
  caller_.will_answer("ListAccounts", {{"Accounts", array{}}});
  for (int i = 0; i < 2; ++i) {
    const auto accounts = organization_.accounts();
    ASSERT_FALSE(accounts);
    EXPECT_EQ(accounts.error().code, ErrorCode::kConfiguration);
    EXPECT_THAT(accounts.error().public_text, HasSubstr("in no organization"));
  }
}

TEST_F(AwsOrganizationTest, WhoMayNotListIsToldWhoMay) {
  caller_.will_refuse("ListAccounts", "AccessDeniedException", "You don't have permissions to access this resource.");
  const auto accounts = organization_.accounts();
  ASSERT_FALSE(accounts);
  EXPECT_EQ(accounts.error().code, ErrorCode::kConfiguration);
  EXPECT_THAT(accounts.error().public_text, HasSubstr("organizations:ListAccounts"));
  EXPECT_THAT(accounts.error().public_text, HasSubstr("management account and delegated administrators"));
}

TEST_F(AwsOrganizationTest, AnUnknownInstanceIsToldWithWhereToLook) {
  caller_.will_refuse("ListPermissionSets", "ResourceNotFoundException");
  const auto sets = organization_.permission_sets();
  ASSERT_FALSE(sets);
  EXPECT_EQ(sets.error().code, ErrorCode::kConfiguration);
  EXPECT_THAT(sets.error().public_text, HasSubstr("identity_center.instance_arn"));
}

TEST_F(AwsOrganizationTest, APermissionSetWithItsTags) {
  will_tell_of_set({{"SessionDuration", "PT2H"}}, {object{{"Key", "RiskLevel"}, {"Value", "Low"}},
                                                   object{{"Key", "RequiresApproval"}, {"Value", "false"}}});
  const PermissionSetFacts set = only_set();
  EXPECT_EQ(set.arn, PermissionSetArn(kSet));
  EXPECT_EQ(set.name, "JIT-S3FullAccess");
  EXPECT_EQ(set.session, 2h);
  ASSERT_TRUE(set.tags);
  EXPECT_EQ(*set.tags, (Tags{{"RiskLevel", "Low"}, {"RequiresApproval", "false"}}));
  EXPECT_EQ(caller_.seen().at(0).body.at("InstanceArn"), kInstance);
  EXPECT_EQ(caller_.seen().at(2).body.at("ResourceArn"), kSet);
}

TEST_F(AwsOrganizationTest, ASessionDurationThatAwsDoesNotNameIsItsDefault) {
  will_tell_of_set({}, {});
  EXPECT_EQ(only_set().session, 1h);
}

TEST_F(AwsOrganizationTest, ASessionDurationThatIsNoneIsUnknown) {
  will_tell_of_set({{"SessionDuration", 3600}}, {});
  EXPECT_EQ(only_set().session, std::nullopt);
  will_tell_of_set({{"SessionDuration", "an hour"}}, {});
  EXPECT_EQ(only_set().session, std::nullopt);
}

TEST_F(AwsOrganizationTest, TagsOnASecondPageCountToo) {
  caller_.will_answer("ListPermissionSets", {{"PermissionSets", array{kSet}}});
  caller_.will_answer("DescribePermissionSet", {{"PermissionSet", object{{"Name", "JIT-Any"}}}});
  caller_.will_answer("ListTagsForResource",
                      {{"Tags", array{object{{"Key", "RiskLevel"}, {"Value", "High"}}}}, {"NextToken", "a"}});
  caller_.will_answer("ListTagsForResource", {{"Tags", array{object{{"Key", "Owner"}, {"Value", "ops"}}}}});
  EXPECT_EQ(only_set().tags->size(), 2U);
}

TEST_F(AwsOrganizationTest, TagsThatMayNotBeReadAreMissingAndTheSetIsNot) {
  caller_.will_answer("ListPermissionSets", {{"PermissionSets", array{kSet}}});
  caller_.will_answer("DescribePermissionSet", {{"PermissionSet", object{{"Name", "JIT-Any"}}}});
  caller_.will_refuse("ListTagsForResource", "AccessDeniedException");
  const PermissionSetFacts set = only_set();
  ASSERT_FALSE(set.tags);
  EXPECT_THAT(set.tags.error().public_text, HasSubstr("sso:ListTagsForResource"));
}

TEST_F(AwsOrganizationTest, TagsThatAreNotAnsweredAreNoAnswer) {
  caller_.will_answer("ListPermissionSets", {{"PermissionSets", array{kSet}}});
  caller_.will_answer("DescribePermissionSet", {{"PermissionSet", object{{"Name", "JIT-Any"}}}});
  caller_.will_throttle("ListTagsForResource");
  const auto sets = organization_.permission_sets();
  ASSERT_FALSE(sets) << "the next run would give another catalog";
  EXPECT_EQ(sets.error().code, ErrorCode::kUnavailable);
}

TEST_F(AwsOrganizationTest, APermissionSetThatIsDeletedMeanwhileIsLeftOut) {
  caller_.will_answer("ListPermissionSets", {{"PermissionSets", array{kSet}}});
  caller_.will_refuse("DescribePermissionSet", "ResourceNotFoundException");
  const auto sets = organization_.permission_sets();
  ASSERT_TRUE(sets);
  EXPECT_TRUE(sets->empty());
}

TEST_F(AwsOrganizationTest, WhatIsNoAnswerIsNeverPartOfOne) {
  caller_.will_answer("ListAccounts", {});
  EXPECT_FALSE(organization_.accounts());
  caller_.will_answer("ListAccounts", {{"Accounts", array{object{{"Name", "No id"}}}}});
  EXPECT_FALSE(organization_.accounts());
  caller_.will_answer("ListPermissionSets", {{"PermissionSets", array{17}}});
  EXPECT_FALSE(organization_.permission_sets());
}

}  // namespace
}  // namespace curfew::organizations
