// The adapter against what AWS and the network do now and then: each fault is made by a proxy before the test server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "conformance/aws_identity_center_world.h"
#include "support/aws/fault_proxy.h"
#include "support/aws/moto.h"

namespace curfew::conformance {
namespace {

using boost::json::array;
using boost::json::object;
using testing::HasSubstr;
using StatusKind = OperationStatus::Kind;
using enum OperationKind;

const auto* const kNeedsMoto = testing_aws::needs_moto();

class AwsIdentityCenterFaults : public testing::Test {
 protected:
  AwsIdentityCenterFaults() : proxy_(*testing_aws::the_moto()) {}

  // Through the proxy. Tests that want another instance make it before they ask anything.
  AwsWorld& world() {
    if (!world_) world_ = std::make_unique<AwsWorld>(object{}, proxy_.url());
    return *world_;
  }
  IdentityCenter& center() { return world().center(); }

  AssignmentKey adas_access() {
    return {.user_id = world().add_user("ada", "ada@example.com"),
            .account_id = world().account(0),
            .permission_set_arn = world().permission_set(0)};
  }

  AskFailure failed_ask(OperationKind kind, const AssignmentKey& key) {
    const AskResult asked = center().ask(kind, key, world().now());
    EXPECT_FALSE(asked.has_value());
    return asked ? AskFailure::kRefused : asked.error().failure;
  }

  // Calls of that operation that reached AWS.
  std::size_t heard(const std::string& operation) {
    const auto calls =
        testing_aws::the_moto()->get("calls?operation=" + operation + "&instance=" + world().instance_arn()).as_array();
    return calls.size();
  }

  testing_aws::FaultProxy proxy_;
  std::unique_ptr<AwsWorld> world_;
};

TEST_F(AwsIdentityCenterFaults, TheLostReplyOfACreateIsFoundByLookingAndNeverSentTwiceByItself) {
  const AssignmentKey key = adas_access();
  proxy_.make_next("CreateAccountAssignment", "lost_reply");
  EXPECT_EQ(failed_ask(kCreate, key), AskFailure::kLost);
  EXPECT_EQ(heard("CreateAccountAssignment"), 1U);
  EXPECT_EQ(center().anything_in_progress(key), true);
  world().let_operations_end();
  EXPECT_EQ(center().anything_in_progress(key), false);
  EXPECT_EQ(center().look(key), Presence::kDirect);
}

TEST_F(AwsIdentityCenterFaults, ALostReplyOnAKeptConnectionIsNotSentTwiceEither) {
  const AssignmentKey key = adas_access();
  EXPECT_EQ(center().look(key), Presence::kAbsent);  // opens a connection, which is kept
  proxy_.make_next("CreateAccountAssignment", "lost_reply");
  EXPECT_EQ(failed_ask(kCreate, key), AskFailure::kLost);
  EXPECT_EQ(heard("CreateAccountAssignment"), 1U);
}

TEST_F(AwsIdentityCenterFaults, ACutBeforeAwsHeardItLeavesNothing) {
  const AssignmentKey key = adas_access();
  proxy_.make_next("CreateAccountAssignment", "cut");
  EXPECT_EQ(failed_ask(kCreate, key), AskFailure::kLost);
  EXPECT_EQ(heard("CreateAccountAssignment"), 0U);
  EXPECT_EQ(center().anything_in_progress(key), false);
  EXPECT_EQ(center().look(key), Presence::kAbsent);
}

TEST_F(AwsIdentityCenterFaults, HalfAnAnswerIsNone) {
  const AssignmentKey key = adas_access();
  proxy_.make_next("CreateAccountAssignment", "torn_reply");
  EXPECT_EQ(failed_ask(kCreate, key), AskFailure::kLost);
  proxy_.make_next("ListAccountAssignments", "torn_reply");
  EXPECT_FALSE(center().look(key).has_value());
}

TEST_F(AwsIdentityCenterFaults, AServerErrorConcludesNothingWhetherOrNotItTookEffect) {
  const AssignmentKey key = adas_access();
  proxy_.make_next("CreateAccountAssignment", "server_error");
  EXPECT_EQ(failed_ask(kCreate, key), AskFailure::kLost);
  EXPECT_EQ(center().anything_in_progress(key), false);
  proxy_.make_next("CreateAccountAssignment", "error_after");
  EXPECT_EQ(failed_ask(kCreate, key), AskFailure::kLost);
  EXPECT_EQ(center().anything_in_progress(key), true);
}

TEST_F(AwsIdentityCenterFaults, AnAnswerThatComesAfterTheDeadlineIsLost) {
  const AssignmentKey key = adas_access();
  proxy_.make(
      {object{{"operation", "CreateAccountAssignment"}, {"fault", "slow_reply"}, {"seconds", 20}, {"times", 1}}});
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(failed_ask(kCreate, key), AskFailure::kLost);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(15));
  world().let_operations_end();
  EXPECT_EQ(center().look(key), Presence::kDirect);
}

TEST_F(AwsIdentityCenterFaults, WhatAwsThrottlesOrFindsInConflictDidNotHappen) {
  const AssignmentKey key = adas_access();
  proxy_.make_next("CreateAccountAssignment", "throttled");
  EXPECT_EQ(failed_ask(kCreate, key), AskFailure::kThrottled);
  proxy_.make_next("CreateAccountAssignment", "conflict");
  EXPECT_EQ(failed_ask(kCreate, key), AskFailure::kConflict);
  EXPECT_EQ(heard("CreateAccountAssignment"), 0U);
}

TEST_F(AwsIdentityCenterFaults, MissingRightsAreARefusalInAwssWords) {
  const AssignmentKey key = adas_access();
  proxy_.make(
      {object{{"operation", "CreateAccountAssignment"}, {"fault", "refused"}, {"code", "AccessDeniedException"}}});
  const AskResult asked = center().ask(kCreate, key, world().now());
  ASSERT_FALSE(asked.has_value());
  EXPECT_EQ(asked.error().failure, AskFailure::kRefused);
  EXPECT_THAT(asked.error().cause, HasSubstr("AccessDeniedException"));
}

TEST_F(AwsIdentityCenterFaults, ACreateThatFailsLaterSaysWhyAndLeavesNothing) {
  const AssignmentKey key = adas_access();
  proxy_.make(
      {object{{"operation", "CreateAccountAssignment"}, {"fault", "fails"}, {"reason", "The role quota is used up"}}});
  const AskResult asked = center().ask(kCreate, key, world().now());
  ASSERT_TRUE(asked.has_value());
  world().let_operations_end();
  const auto ended = center().check(kCreate, *asked);
  EXPECT_EQ(ended->kind, StatusKind::kFailed);
  EXPECT_EQ(ended->reason, "The role quota is used up");
  EXPECT_EQ(center().look(key), Presence::kAbsent);
}

TEST_F(AwsIdentityCenterFaults, ADeletionThatFailsLaterLeavesTheAccess) {
  const AssignmentKey key = adas_access();
  world().assign(key);
  proxy_.make({object{{"operation", "DeleteAccountAssignment"}, {"fault", "fails"}}});
  const AskResult asked = center().ask(kDelete, key, world().now());
  ASSERT_TRUE(asked.has_value());
  world().let_operations_end();
  EXPECT_EQ(center().check(kDelete, *asked)->kind, StatusKind::kFailed);
  EXPECT_EQ(center().look(key), Presence::kDirect);
}

TEST_F(AwsIdentityCenterFaults, ASecondDeleteAfterALostReplyFindsItMissingOnceItIsGone) {
  const AssignmentKey key = adas_access();
  world().assign(key);
  proxy_.make_next("DeleteAccountAssignment", "lost_reply");
  EXPECT_EQ(failed_ask(kDelete, key), AskFailure::kLost);
  EXPECT_EQ(failed_ask(kDelete, key), AskFailure::kConflict);  // the first one runs
  world().let_operations_end();
  EXPECT_EQ(failed_ask(kDelete, key), AskFailure::kMissing);
  EXPECT_EQ(center().look(key), Presence::kAbsent);
}

TEST_F(AwsIdentityCenterFaults, ACheckThatFailsIsNoStatus) {
  const AssignmentKey key = adas_access();
  const AskResult asked = center().ask(kCreate, key, world().now());
  ASSERT_TRUE(asked.has_value());
  for (const char* fault : {"throttled", "server_error", "lost_reply", "cut", "torn_reply"}) {
    proxy_.make_next("DescribeAccountAssignmentCreationStatus", fault);
    const auto checked = center().check(kCreate, *asked);
    ASSERT_FALSE(checked.has_value()) << fault;
    EXPECT_EQ(checked.error().code, ErrorCode::kUnavailable) << fault;
  }
  proxy_.make_none();
  EXPECT_EQ(center().check(kCreate, *asked)->kind, StatusKind::kInProgress);
}

TEST_F(AwsIdentityCenterFaults, WhereNobodyListensNothingWasAsked) {
  std::string url;
  {
    const testing_aws::FaultProxy gone(*testing_aws::the_moto());
    url = gone.url();
  }
  world_ = std::make_unique<AwsWorld>(object{}, url);
  const AssignmentKey key = adas_access();
  EXPECT_EQ(failed_ask(kCreate, key), AskFailure::kThrottled);
  EXPECT_EQ(center().look(key).error().code, ErrorCode::kUnavailable);
}

class ListingsThroughFaults : public AwsIdentityCenterFaults, public testing::WithParamInterface<int> {};

TEST_P(ListingsThroughFaults, AreWholeOrAFailure) {
  world_ = std::make_unique<AwsWorld>(object{{"page_size", 2}, {"empty_pages", true}}, proxy_.url());
  AssignmentKey key;
  std::set<UserId> expected;
  for (int i = 0; i < 9; ++i) {
    key = {.user_id = world().add_user("user" + std::to_string(i), std::to_string(i) + "@example.com"),
           .account_id = world().account(0),
           .permission_set_arn = world().permission_set(0)};
    world().assign(key);
    expected.insert(key.user_id);
  }
  array rules;
  for (const char* fault : {"throttled", "server_error", "lost_reply", "cut", "torn_reply"}) {
    rules.push_back(object{{"operation", "ListAccountAssignments"}, {"fault", fault}, {"probability", 0.06}});
  }
  proxy_.make(rules, static_cast<std::uint64_t>(GetParam()));
  int whole = 0;
  for (int i = 0; i < 20; ++i) {
    const auto users = center().assigned_users(key.account_id, key.permission_set_arn);
    if (users) EXPECT_EQ(std::set<UserId>(users->begin(), users->end()), expected);
    whole += users ? 1 : 0;
    const auto presence = center().look(key);
    if (presence) EXPECT_EQ(*presence, Presence::kDirect);
  }
  EXPECT_GE(whole, 1) << "too many faults to prove anything";
  EXPECT_GE(proxy_.made().size(), 3U) << "too few";
}

INSTANTIATE_TEST_SUITE_P(Seeds, ListingsThroughFaults, testing::Range(1, 4));

// AWS's own limits, not the proxy's.
TEST_F(AwsIdentityCenterFaults, ItsOwnPaceKeepsAwsFromThrottling) {
  world_ = std::make_unique<AwsWorld>(object{}, testing_aws::the_moto()->url(),
                                      identity_center::IdentityCenterSettings{.calls_per_second = 40});
  const AssignmentKey key = adas_access();
  world().set({{"calls_per_second", 40}});
  world().let_the_clock_run();
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(center().look(key).has_value());
}

TEST_F(AwsIdentityCenterFaults, NoMoreCreatesAreOutstandingThanAwsTakes) {
  world_ = std::make_unique<AwsWorld>(object{{"max_outstanding_creates", 3}}, testing_aws::the_moto()->url(),
                                      identity_center::IdentityCenterSettings{.max_outstanding_creates = 3});
  std::vector<AskResult> asked;
  for (int i = 0; i < 5; ++i) {
    const std::string name = "user" + std::to_string(i);
    const UserId user = world().add_user(name, name + "@example.com");
    asked.push_back(center().ask(
        kCreate, {.user_id = user, .account_id = world().account(0), .permission_set_arn = world().permission_set(0)},
        world().now()));
  }
  EXPECT_EQ(std::ranges::count_if(asked, [](const auto& one) { return one.has_value(); }), 3);
  EXPECT_EQ(heard("CreateAccountAssignment"), 3U) << "a create that AWS would refuse costs a call";
}

}  // namespace
}  // namespace curfew::conformance
