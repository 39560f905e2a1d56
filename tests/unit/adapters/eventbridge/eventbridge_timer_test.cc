#include "adapters/eventbridge/eventbridge_timer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <chrono>

#include "support/aws/scripted_caller.h"
#include "support/fake_clock.h"
#include "support/scenes.h"

namespace curfew::eventbridge {
namespace {

using boost::json::array;
using boost::json::object;
using test::kTestStart;
using test::kTestStartSecond;
using testing::HasSubstr;

const RequestId kRequest("11111111-2222-4333-8444-555555555555");
constexpr const char* kArn = "arn:aws:scheduler:us-east-1:533267321107:schedule/jit/revoke-11111111";
constexpr const char* kTarget = "arn:aws:lambda:us-east-1:533267321107:function:revoke";
constexpr const char* kRole = "arn:aws:iam::533267321107:role/curfew-scheduler";

class EventBridgeTimerTest : public testing::Test {
 protected:
  [[nodiscard]] static LeaseEnd end(Seconds at = kTestStartSecond + std::chrono::minutes(30)) {
    return {.request_id = kRequest, .access = test::alices_access(), .at = at};
  }
  Result<std::string> set(Seconds at = kTestStartSecond + std::chrono::minutes(30)) {
    return timer_.set(end(at), kTestStart);
  }
  // What stands in AWS after `set` has been asked for `at`.
  object standing(Seconds at) {
    test::ScriptedCaller caller;
    caller.will_answer("CreateSchedule", {{"ScheduleArn", kArn}});
    EXPECT_TRUE(EventBridgeTimer({.group = "jit", .target_arn = kTarget, .role_arn = kRole}, caller).set(end(at), {}));
    object schedule = caller.seen().at(0).body;
    schedule["Arn"] = kArn;
    schedule["Name"] = "revoke-" + kRequest.str();
    return schedule;
  }
  [[nodiscard]] std::vector<std::string> operations() const {
    std::vector<std::string> names;
    for (const auto& call : caller_.seen()) names.push_back(call.operation);
    return names;
  }
  [[nodiscard]] static std::string expression(const object& body) {
    return std::string(body.at("ScheduleExpression").as_string());
  }

  test::ScriptedCaller caller_;
  EventBridgeTimer timer_{{.group = "jit", .target_arn = kTarget, .role_arn = kRole}, caller_};
};

TEST_F(EventBridgeTimerTest, OneTimeGoneAfterItRanAndWithoutAWindow) {
  caller_.will_answer("CreateSchedule", {{"ScheduleArn", kArn}});
  const auto arn = set();
  ASSERT_TRUE(arn) << arn.error().log_text;
  EXPECT_EQ(*arn, kArn);
  const test::SeenCall call = caller_.seen().at(0);
  EXPECT_EQ(call.service, "scheduler");
  EXPECT_EQ(call.method, "POST");
  EXPECT_EQ(call.path, "/schedules/revoke-" + kRequest.str());
  EXPECT_EQ(call.signed_at, kTestStart) << "AWS refuses it when it comes too late";
  EXPECT_EQ(call.body.at("GroupName"), "jit");
  EXPECT_EQ(call.body.at("ActionAfterCompletion"), "DELETE");
  EXPECT_EQ(call.body.at("ScheduleExpressionTimezone"), "UTC");
  EXPECT_EQ(call.body.at("FlexibleTimeWindow"), (object{{"Mode", "OFF"}}));
  const object& target = call.body.at("Target").as_object();
  EXPECT_EQ(target.at("Arn"), kTarget);
  EXPECT_EQ(target.at("RoleArn"), kRole);
  EXPECT_EQ(boost::json::parse(std::string(target.at("Input").as_string())),
            (object{{"request_id", kRequest.str()},
                    {"user_id", "9067-alice"},
                    {"account_id", "111122223333"},
                    {"permission_set_arn", "arn:aws:sso:::permissionSet/ssoins-1/ps-s3"}}));
}

TEST_F(EventBridgeTimerTest, TheMinuteIsTheFirstThatLiesWhollyAfterTheEnd) {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace): dates
  const Seconds minute = sys_days(2026y / 1 / 31) + 23h + 58min;
  EXPECT_EQ(expression(standing(minute)), "at(2026-01-31T23:58:00)");
  EXPECT_EQ(expression(standing(minute + 1s)), "at(2026-01-31T23:59:00)");
  EXPECT_EQ(expression(standing(minute + 61s)), "at(2026-02-01T00:00:00)");
}

TEST_F(EventBridgeTimerTest, TheTokenBelongsToTheCallAndToNoOther) {
  const auto token = [&](Seconds at) { return std::string(standing(at).at("ClientToken").as_string()); };
  EXPECT_EQ(token(kTestStartSecond), token(kTestStartSecond));
  EXPECT_NE(token(kTestStartSecond), token(kTestStartSecond + std::chrono::minutes(1)));
  EXPECT_LE(token(kTestStartSecond).size(), 64U);
}

TEST_F(EventBridgeTimerTest, WhatStandsAlreadyIsLeftAsItIs) {
  const Seconds at = kTestStartSecond + std::chrono::minutes(30);
  caller_.will_refuse("CreateSchedule", "ConflictException");
  caller_.will_answer("GetSchedule", standing(at));
  EXPECT_EQ(set(at), kArn);
  const test::SeenCall get = caller_.seen().at(1);
  EXPECT_EQ(get.method, "GET");
  EXPECT_EQ(get.query, (std::vector<std::pair<std::string, std::string>>{{"groupName", "jit"}}));
  EXPECT_TRUE(get.raw_body.empty());
}

TEST_F(EventBridgeTimerTest, WhatStandsForSomethingElseIsSetAnew) {
  const Seconds at = kTestStartSecond + std::chrono::minutes(30);
  const auto otherwise = [&](const std::string& name, const boost::json::value& value) {
    object schedule = standing(at);
    schedule[name] = value;
    return schedule;
  };
  for (const object& schedule : {standing(at + std::chrono::minutes(1)), otherwise("State", "DISABLED"),
                                 otherwise("ActionAfterCompletion", "NONE"),
                                 otherwise("ScheduleExpressionTimezone", "Mars/Phobos"), otherwise("Target", nullptr),
                                 otherwise("Target", object{{"Arn", kTarget}, {"RoleArn", kRole}, {"Input", "{}"}})}) {
    caller_.will_refuse("CreateSchedule", "ConflictException");
    caller_.will_answer("GetSchedule", schedule);
    caller_.will_answer("UpdateSchedule", {{"ScheduleArn", kArn}});
    EXPECT_EQ(set(at), kArn);
    const test::SeenCall update = caller_.seen().back();
    EXPECT_EQ(update.operation, "UpdateSchedule");
    EXPECT_EQ(update.method, "PUT");
    EXPECT_EQ(update.signed_at, kTestStart);
    EXPECT_EQ(expression(update.body), expression(standing(at)));
  }
}

TEST_F(EventBridgeTimerTest, OneThatGoesInBetweenIsTriedAgainLater) {
  caller_.will_refuse("CreateSchedule", "ConflictException");
  caller_.will_refuse("GetSchedule", "ResourceNotFoundException");
  const auto result = set();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
}

TEST_F(EventBridgeTimerTest, ALostAnswerMayHaveSetIt) {
  caller_.will_fail("CreateSchedule", {.kind = aws::FailureKind::kLost, .effect = Effect::kMaybe});
  const auto result = set();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(result.error().effect, Effect::kMaybe);
}

TEST_F(EventBridgeTimerTest, AnAnswerThatNamesNoScheduleIsNone) {
  caller_.will_answer("CreateSchedule", object{});
  const auto result = set();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().effect, Effect::kMaybe);
}

TEST_F(EventBridgeTimerTest, WhatHasToBeMendedIsSaid) {
  const auto told = [&](const std::string& code, ErrorCode expected) {
    caller_.will_refuse("CreateSchedule", code);
    const auto result = set();
    EXPECT_EQ(result.error().code, expected) << code;
    return result.error().public_text;
  };
  EXPECT_THAT(told("ResourceNotFoundException", ErrorCode::kConfiguration), HasSubstr("schedule group jit"));
  EXPECT_THAT(told("ServiceQuotaExceededException", ErrorCode::kUnavailable), HasSubstr("quota"));
  EXPECT_THAT(told("ValidationException", ErrorCode::kConfiguration), HasSubstr("role_arn"));
  EXPECT_THAT(told("AccessDeniedException", ErrorCode::kConfiguration), HasSubstr("scheduler:CreateSchedule"));
}

TEST_F(EventBridgeTimerTest, BeingThrottledIsNoEffect) {
  caller_.will_throttle("CreateSchedule");
  const auto result = set();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(result.error().effect, Effect::kNone);
}

TEST_F(EventBridgeTimerTest, RemovingTakesTheScheduleOfTheArn) {
  caller_.will_answer("DeleteSchedule", object{});
  EXPECT_TRUE(timer_.remove(kRequest, "arn:aws:scheduler:us-east-1:533267321107:schedule/default/revoke-7"));
  const test::SeenCall call = caller_.seen().at(0);
  EXPECT_EQ(call.method, "DELETE");
  EXPECT_EQ(call.path, "/schedules/revoke-7");
  EXPECT_EQ(call.query, (std::vector<std::pair<std::string, std::string>>{{"groupName", "default"}}));
  EXPECT_TRUE(call.raw_body.empty());
}

TEST_F(EventBridgeTimerTest, WithoutAnArnItIsTheOneThatCurfewSets) {
  caller_.will_refuse("DeleteSchedule", "ResourceNotFoundException");
  EXPECT_TRUE(timer_.remove(kRequest, "")) << "what is not there is gone";
  EXPECT_EQ(caller_.seen().at(0).path, "/schedules/revoke-" + kRequest.str());
}

TEST_F(EventBridgeTimerTest, ARemovalThatFailsIsTold) {
  caller_.will_refuse("DeleteSchedule", "ConflictException");
  const auto conflict = timer_.remove(kRequest, "");
  ASSERT_FALSE(conflict);
  EXPECT_EQ(conflict.error().code, ErrorCode::kUnavailable);
  caller_.will_refuse("DeleteSchedule", "AccessDeniedException");
  EXPECT_FALSE(timer_.remove(kRequest, ""));
}

TEST_F(EventBridgeTimerTest, AnEarlierRuleLosesItsTargetFirst) {
  caller_.will_answer("RemoveTargets", {{"FailedEntryCount", 0}});
  caller_.will_answer("DeleteRule", object{});
  EXPECT_TRUE(timer_.remove(kRequest, "arn:aws:events:us-east-1:533267321107:rule/revoke-7"));
  EXPECT_THAT(operations(), testing::ElementsAre("RemoveTargets", "DeleteRule"));
  EXPECT_EQ(caller_.seen().at(0).service, "eventbridge");
  EXPECT_EQ(caller_.seen().at(0).body, (object{{"Rule", "revoke-7"}, {"Ids", array{"1"}}}));
  EXPECT_EQ(caller_.seen().at(1).body, (object{{"Name", "revoke-7"}}));
}

TEST_F(EventBridgeTimerTest, ARuleThatIsGoneIsGone) {
  caller_.will_refuse("RemoveTargets", "ResourceNotFoundException");
  EXPECT_TRUE(timer_.remove(kRequest, "arn:aws:events:us-east-1:533267321107:rule/revoke-7"));
  caller_.will_answer("RemoveTargets", object{});
  caller_.will_refuse("DeleteRule", "ResourceNotFoundException");
  EXPECT_TRUE(timer_.remove(kRequest, "arn:aws:events:us-east-1:533267321107:rule/revoke-7"));
}

TEST_F(EventBridgeTimerTest, ARuleThatKeepsATargetStays) {
  caller_.will_answer("RemoveTargets", {{"FailedEntryCount", 1}});
  const auto removed = timer_.remove(kRequest, "arn:aws:events:us-east-1:533267321107:rule/other/revoke-7");
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(caller_.seen().at(0).body.at("EventBusName"), "other");
  EXPECT_THAT(operations(), testing::ElementsAre("RemoveTargets"));
}

TEST_F(EventBridgeTimerTest, ALateCallIsRefusedWithinItsSettling) {
  EXPECT_GT(timer_.settle(), Millis(std::chrono::minutes(5)));
}

}  // namespace
}  // namespace curfew::eventbridge
