#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/adapters/identity_center/center_fixture.h"

namespace curfew::identity_center {
namespace {

using boost::json::array;
using boost::json::object;
using testing::UnorderedElementsAre;

class AwsIdentityCenterLooks : public CenterTest {
 protected:
  void will_list_groups(const array& groups, object rest = {}) {
    array memberships;
    for (const auto& group : groups) memberships.push_back(object{{"GroupId", group}});
    rest["GroupMemberships"] = std::move(memberships);
    caller_.will_answer("ListGroupMembershipsForMember", rest);
  }
};

TEST_F(AwsIdentityCenterLooks, AUserIsSoughtByEmailAndThenByUserName) {
  caller_.will_refuse("GetUserId", "ResourceNotFoundException");
  caller_.will_answer("GetUserId", {{"UserId", kAda}});
  EXPECT_EQ(center_.find_user("ada@example.com"), UserId(kAda));
  const auto sought = [&](std::size_t call) {
    return caller_.seen()[call].body.at("AlternateIdentifier").at("UniqueAttribute").as_object();
  };
  EXPECT_EQ(sought(0), (object{{"AttributePath", "emails.value"}, {"AttributeValue", "ada@example.com"}}));
  EXPECT_EQ(sought(1), (object{{"AttributePath", "userName"}, {"AttributeValue", "ada@example.com"}}));
  EXPECT_EQ(caller_.seen()[0].body.at("IdentityStoreId"), kStore);
}

TEST_F(AwsIdentityCenterLooks, WhomNeitherFindsIsUnknown) {
  caller_.will_refuse("GetUserId", "ResourceNotFoundException");
  caller_.will_refuse("GetUserId", "ResourceNotFoundException");
  EXPECT_EQ(center_.find_user("nobody@example.com").error().code, ErrorCode::kUnknownUser);
}

TEST_F(AwsIdentityCenterLooks, AnOutageFindsNobodyUnderAnotherName) {
  caller_.will_fail("GetUserId", {.kind = aws::FailureKind::kLost});
  caller_.will_answer("GetUserId", {{"UserId", kBob}});
  EXPECT_EQ(center_.find_user("ada@example.com").error().code, ErrorCode::kUnavailable);
}

TEST_F(AwsIdentityCenterLooks, WhatIsNoUserIdBecomesNone) {
  caller_.will_answer("GetUserId", {{"UserId", "ada"}});
  EXPECT_EQ(center_.find_user("ada@example.com").error().code, ErrorCode::kUnavailable);
}

TEST_F(AwsIdentityCenterLooks, OnlyAMissingNextTokenEndsAListing) {
  will_list({}, {{"NextToken", "one"}});
  will_list({assigned("USER", kBob)}, {{"NextToken", "two"}});
  will_list({assigned("USER", kAda)}, {{"NextToken", nullptr}});
  EXPECT_EQ(center_.look(adas_access()), Presence::kDirect);
  ASSERT_EQ(caller_.seen().size(), 3U);
  EXPECT_EQ(caller_.seen()[2].body.at("NextToken"), "two");
}

TEST_F(AwsIdentityCenterLooks, NobodyIsAbsentBeforeTheLastPageWasRead) {
  will_list({assigned("USER", kBob)}, {{"NextToken", "one"}});
  caller_.will_fail("ListAccountAssignments", {.kind = aws::FailureKind::kServerError, .status = 503});
  EXPECT_EQ(center_.look(adas_access()).error().code, ErrorCode::kUnavailable);
}

TEST_F(AwsIdentityCenterLooks, AListingThatDoesNotMoveOnFails) {
  will_list({}, {{"NextToken", "one"}});
  will_list({}, {{"NextToken", "one"}});
  EXPECT_EQ(center_.look(adas_access()).error().code, ErrorCode::kUnavailable);
}

TEST_F(AwsIdentityCenterLooks, AnAnswerWithoutAListIsNoEmptyList) {
  caller_.will_answer("ListAccountAssignments", {});
  EXPECT_EQ(center_.look(adas_access()).error().code, ErrorCode::kUnavailable);
  caller_.will_answer("ListAccountAssignments", {{"AccountAssignments", array{"somebody"}}});
  EXPECT_EQ(center_.look(adas_access()).error().code, ErrorCode::kUnavailable);
}

TEST_F(AwsIdentityCenterLooks, AccessThroughAGroupIsFoundOnAnyPageOfTheUsersGroups) {
  will_list({assigned("GROUP", kTeam)});
  will_list_groups({"another-group"}, {{"NextToken", "one"}});
  will_list_groups({kTeam});
  EXPECT_EQ(center_.look(adas_access()), Presence::kThroughGroup);
}

TEST_F(AwsIdentityCenterLooks, AGroupThatTheUserIsNotInGivesNothing) {
  will_list({assigned("GROUP", kTeam), assigned("USER", kBob)});
  will_list_groups({"another-group"});
  EXPECT_EQ(center_.look(adas_access()), Presence::kAbsent);
}

TEST_F(AwsIdentityCenterLooks, AUserWhoIsNoMoreIsInNoGroup) {
  will_list({assigned("GROUP", kTeam)});
  caller_.will_refuse("ListGroupMembershipsForMember", "ResourceNotFoundException");
  EXPECT_EQ(center_.look(adas_access()), Presence::kAbsent);
}

TEST_F(AwsIdentityCenterLooks, GroupsThatCannotBeListedMayGiveAccess) {
  will_list({assigned("GROUP", kTeam)});
  caller_.will_throttle("ListGroupMembershipsForMember");
  EXPECT_EQ(center_.look(adas_access()).error().code, ErrorCode::kUnavailable);
}

TEST_F(AwsIdentityCenterLooks, WhereNoGroupHasTheAccessNobodysGroupsAreListed) {
  will_list({assigned("USER", kBob)});
  EXPECT_EQ(center_.look(adas_access()), Presence::kAbsent);
  EXPECT_EQ(caller_.seen().size(), 1U);
}

TEST_F(AwsIdentityCenterLooks, AGroupWithTheUsersIdIsNotTheUser) {
  will_list({assigned("GROUP", kAda)});
  will_list_groups({});
  EXPECT_EQ(center_.look(adas_access()), Presence::kAbsent);
}

TEST_F(AwsIdentityCenterLooks, AListingNamesUsersOnceAndGroupsNever) {
  will_list({assigned("USER", kAda), assigned("GROUP", kTeam)}, {{"NextToken", "one"}});
  will_list({assigned("USER", kBob), assigned("USER", kAda)});
  const auto listed = center_.assigned_users(adas_access().account_id, adas_access().permission_set_arn);
  ASSERT_TRUE(listed.has_value());
  EXPECT_THAT(*listed, UnorderedElementsAre(UserId(kAda), UserId(kBob)));
}

TEST_F(AwsIdentityCenterLooks, AListingIsWholeOrAFailure) {
  will_list({assigned("USER", kAda)}, {{"NextToken", "one"}});
  caller_.will_fail("ListAccountAssignments", {.kind = aws::FailureKind::kLost});
  EXPECT_FALSE(center_.assigned_users(adas_access().account_id, adas_access().permission_set_arn).has_value());
  will_list({assigned("USER", kAda), object{{"PrincipalType", "USER"}}});
  EXPECT_FALSE(center_.assigned_users(adas_access().account_id, adas_access().permission_set_arn).has_value());
}

TEST_F(AwsIdentityCenterLooks, AThrottledPageOfAListingIsAskedForAgainABoundedNumberOfTimes) {
  for (int i = 0; i < 9; ++i) caller_.will_throttle("ListAccountAssignments");
  will_list({assigned("USER", kAda)});
  EXPECT_TRUE(center_.assigned_users(adas_access().account_id, adas_access().permission_set_arn).has_value());
  for (int i = 0; i < 20; ++i) caller_.will_throttle("ListAccountAssignments");
  EXPECT_FALSE(center_.assigned_users(adas_access().account_id, adas_access().permission_set_arn).has_value());
  EXPECT_EQ(caller_.seen().size(), 20U);
}

TEST_F(AwsIdentityCenterLooks, ALookThatSomebodyWaitsForIsNotTriedAgain) {
  caller_.will_throttle("ListAccountAssignments");
  will_list({assigned("USER", kAda)});
  EXPECT_FALSE(center_.look(adas_access()).has_value());
  EXPECT_EQ(caller_.seen().size(), 1U);
}

}  // namespace
}  // namespace curfew::identity_center
