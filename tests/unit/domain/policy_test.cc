#include "domain/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "support/scenes.h"

namespace curfew {
namespace {

using std::chrono::minutes;
using testing::HasSubstr;

Identity caller(const std::string& name, bool engineer, bool manager) {
  return {.subject = Subject("sub-" + name),
          .email = name + "@example.com",
          .is_engineer = engineer,
          .is_manager = manager};
}

CatalogPermissionSet permission_set(minutes longest = kLongestDuration) {
  return {.name = "S3FullAccess",
          .title = "S3 Full Access",
          .arn = test::alices_access().permission_set_arn,
          .aws_name = "JIT-S3FullAccess",
          .risk = Risk::kLow,
          .max_duration = longest};
}

Catalog catalog() {
  return {.accounts = {{.name = "Management", .id = test::alices_access().account_id, .title = "Management"},
                       {.name = "Audit", .id = AccountId("444455556666"), .title = "Audit"}},
          .permission_sets = {permission_set()}};
}

template <class T>
ErrorCode code_of(const Result<T>& result) {
  return result ? ErrorCode::kInternal : result.error().code;
}

TEST(PolicyTest, EveryRightDefaultsToNo) {
  EXPECT_EQ(code_of(check_may_submit(Identity{})), ErrorCode::kForbidden);
  EXPECT_EQ(code_of(check_may_decide(Identity{})), ErrorCode::kForbidden);
  EXPECT_FALSE(may_see(Identity{}, test::new_request("r1", Risk::kLow)));
  EXPECT_FALSE(is_own(Identity{}, Request{})) << "two unknown people are not the same one";
}

TEST(PolicyTest, EngineersAskAndManagersDecide) {
  EXPECT_TRUE(check_may_submit(caller("alice", true, false)));
  EXPECT_TRUE(check_may_submit(caller("mary", false, true)));
  EXPECT_FALSE(check_may_decide(caller("alice", true, false)));
  EXPECT_TRUE(check_may_decide(caller("mary", false, true)));
}

TEST(SelfApprovalTest, TheSameSubjectMayNotDecide) {
  const Request request = test::new_request("r1", Risk::kHigh);
  EXPECT_EQ(code_of(check_not_own(caller("alice", true, true), std::nullopt, request)), ErrorCode::kSelfApproval);
}

TEST(SelfApprovalTest, ASecondSignInOfTheSameUserMayNotDecide) {
  const Request request = test::new_request("r1", Risk::kHigh);
  const Identity other_subject = caller("alice-admin", false, true);
  EXPECT_EQ(code_of(check_not_own(other_subject, request.access.user_id, request)), ErrorCode::kSelfApproval);
  EXPECT_TRUE(check_not_own(other_subject, UserId("9067-alice-admin"), request));
  EXPECT_TRUE(check_not_own(other_subject, std::nullopt, request)) << "who has no user there is somebody else";
}

TEST(SelfApprovalTest, AnEmailAddressDecidesNothing) {
  const Request request = test::new_request("r1", Risk::kHigh);
  Identity namesake = caller("mary", false, true);
  namesake.email = request.user_email;
  EXPECT_TRUE(check_not_own(namesake, UserId("9067-mary"), request));
  Identity disguised = caller("alice", true, true);
  disguised.email = "somebody-else@example.com";
  EXPECT_FALSE(check_not_own(disguised, std::nullopt, request));
}

TEST(VisibilityTest, OnesOwnAndForManagersEverybodys) {
  const Request request = test::new_request("r1", Risk::kHigh);
  EXPECT_TRUE(may_see(caller("alice", true, false), request));
  EXPECT_FALSE(may_see(caller("bob", true, false), request));
  EXPECT_TRUE(may_see(caller("mary", false, true), request));
  Identity same_email = caller("bob", true, false);
  same_email.email = request.user_email;
  EXPECT_FALSE(may_see(same_email, request));
}

TEST(VisibilityTest, WithoutASubjectARequestIsThatOfItsIdentityCenterUser) {
  Request request = test::new_request("r1", Risk::kHigh);
  const UserId users = request.access.user_id;
  const Identity bob = caller("bob", true, false);
  EXPECT_FALSE(may_see(bob, users, request)) << "whoever is named by subject is the owner, and nobody else";
  request.subject = Subject();
  EXPECT_TRUE(may_see(bob, users, request));
  EXPECT_TRUE(is_own(bob, users, request));
  EXPECT_FALSE(may_see(bob, UserId("9067-other"), request));
  EXPECT_FALSE(may_see(bob, std::nullopt, request));
  EXPECT_TRUE(may_see(caller("mary", false, true), std::nullopt, request));
}

TEST(DurationTest, WholeMinutesFromFiveToSixty) {
  for (const std::int64_t wrong :
       {std::int64_t{0}, std::int64_t{-5}, std::int64_t{4}, std::int64_t{61}, std::numeric_limits<std::int64_t>::min(),
        std::numeric_limits<std::int64_t>::max()}) {
    EXPECT_EQ(code_of(check_duration(wrong, permission_set())), ErrorCode::kInvalid) << wrong;
  }
  EXPECT_EQ(check_duration(5, permission_set()), minutes(5));
  EXPECT_EQ(check_duration(60, permission_set()), minutes(60));
}

TEST(DurationTest, TheCatalogMayLowerTheMaximum) {
  EXPECT_EQ(check_duration(30, permission_set(minutes(30))), minutes(30));
  const auto longer = check_duration(31, permission_set(minutes(30)));
  EXPECT_EQ(code_of(longer), ErrorCode::kPolicy);
  EXPECT_THAT(longer.error().public_text, HasSubstr("at most 30 minutes"));
}

TEST(DurationTest, NobodyCanConfigureMoreThanAnHour) {
  EXPECT_EQ(code_of(check_duration(61, permission_set(minutes(600)))), ErrorCode::kInvalid);
  EXPECT_EQ(check_duration(std::nullopt, permission_set(minutes(600))), minutes(60));
}

TEST(DurationTest, AnHourIsTheDefaultUnlessTheMaximumIsLower) {
  EXPECT_EQ(check_duration(std::nullopt, permission_set()), minutes(60));
  EXPECT_EQ(check_duration(std::nullopt, permission_set(minutes(15))), minutes(15));
}

TEST(CatalogPolicyTest, WhatIsNotThereIsRefusedWithWhatIs) {
  const auto account = find_account(catalog(), "management");
  EXPECT_EQ(code_of(account), ErrorCode::kPolicy) << "names are compared byte by byte";
  EXPECT_THAT(account.error().public_text, HasSubstr("Management, Audit"));
  const auto permissions = find_permission_set(catalog(), "Everything");
  EXPECT_EQ(code_of(permissions), ErrorCode::kPolicy);
  EXPECT_THAT(permissions.error().public_text, HasSubstr("S3FullAccess"));
}

TEST(CatalogPolicyTest, WhatIsThereIsFound) {
  const Catalog known = catalog();
  EXPECT_EQ(find_account(known, "Audit").value()->id, AccountId("444455556666"));
  EXPECT_EQ(find_permission_set(known, "S3FullAccess").value()->aws_name, "JIT-S3FullAccess");
}

TEST(CatalogPolicyTest, DecidingChecksTheCatalogAgain) {
  const Request request = test::new_request("r1", Risk::kHigh);
  EXPECT_EQ(check_still_offered(catalog(), request), minutes(60));
  Catalog shorter = catalog();
  shorter.permission_sets.front().max_duration = minutes(10);
  EXPECT_EQ(check_still_offered(shorter, request), minutes(10));
  Catalog wider = catalog();
  wider.permission_sets.front().max_duration = minutes(600);
  EXPECT_EQ(check_still_offered(wider, request), minutes(60));
}

TEST(CatalogPolicyTest, AnEntryThatIsGoneOrPointsElsewhereStopsTheDecision) {
  const Request request = test::new_request("r1", Risk::kHigh);
  Catalog no_account = catalog();
  no_account.accounts.clear();
  Catalog no_permission_set = catalog();
  no_permission_set.permission_sets.clear();
  Catalog other_account = catalog();
  other_account.accounts.front().id = AccountId("999999999999");
  Catalog other_arn = catalog();
  other_arn.permission_sets.front().arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-1/ps-admin");
  for (const Catalog& changed : {no_account, no_permission_set, other_account, other_arn}) {
    EXPECT_EQ(code_of(check_still_offered(changed, request)), ErrorCode::kCatalogChanged);
  }
}

}  // namespace
}  // namespace curfew
