#include "adapters/eventbridge/scheduler_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "support/aws/scripted_caller.h"
#include "support/fake_clock.h"

namespace curfew::eventbridge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SchedulerExaminationTest : public testing::Test {
 protected:
  void will_have_group() { caller_.will_answer("GetScheduleGroup", {{"State", "ACTIVE"}}); }
  std::vector<Diagnosis> examine() {
    caller_.will_refuse("RemoveTargets", "ResourceNotFoundException");
    return SchedulerExamination(caller_, clock_,
                                {.region = "us-east-1",
                                 .group = "curfew-revocations",
                                 .target_arn = "arn:aws:lambda:us-east-1:123456789012:function:revoke",
                                 .role_arn = "arn:aws:iam::123456789012:role/curfew-schedules"})
        .examine();
  }
  Diagnosis broken_thing() {
    const auto all = examine();
    EXPECT_EQ(std::ranges::count(all, Health::kBroken, &Diagnosis::health), 1);
    const auto found = std::ranges::find(all, Health::kBroken, &Diagnosis::health);
    return found == all.end() ? Diagnosis{} : *found;
  }
  [[nodiscard]] std::vector<std::string> operations() const {
    std::vector<std::string> names;
    for (const auto& call : caller_.seen()) names.push_back(call.operation);
    return names;
  }

  test::ScriptedCaller caller_;
  test::FakeClock clock_;
};

TEST_F(SchedulerExaminationTest, AScheduleThatNeverFiresIsMadeAndTakenAway) {
  will_have_group();
  caller_.will_answer("CreateSchedule", {});
  caller_.will_answer("DeleteSchedule", {});
  const auto told = examine();
  EXPECT_EQ(std::ranges::count(told, Health::kWorks, &Diagnosis::health), 4);
  EXPECT_THAT(operations(), ElementsAre("GetScheduleGroup", "CreateSchedule", "DeleteSchedule", "RemoveTargets"));
  const auto body = caller_.seen().at(1).body;
  EXPECT_EQ(body.at("State"), "DISABLED");
  EXPECT_EQ(body.at("GroupName"), "curfew-revocations");
  EXPECT_EQ(body.at("ScheduleExpression"), "at(2025-12-07T14:30:00)");
  EXPECT_EQ(body.at("Target").as_object().at("RoleArn"), "arn:aws:iam::123456789012:role/curfew-schedules");
}

TEST_F(SchedulerExaminationTest, OneThatWasLeftBehindIsTakenAway) {
  will_have_group();
  caller_.will_refuse("CreateSchedule", "ConflictException");
  caller_.will_answer("DeleteSchedule", {});
  EXPECT_EQ(std::ranges::count(examine(), Health::kBroken, &Diagnosis::health), 0);
}

TEST_F(SchedulerExaminationTest, AnAnswerThatIsLostLeavesNothingBehindEither) {
  will_have_group();
  caller_.will_fail("CreateSchedule", {.kind = aws::FailureKind::kServerError, .status = 500});
  caller_.will_answer("DeleteSchedule", {});
  EXPECT_THAT(broken_thing().text, HasSubstr("CreateSchedule"));
  EXPECT_THAT(operations(), testing::Contains("DeleteSchedule"));
}

TEST_F(SchedulerExaminationTest, AGroupThatIsNotThere) {
  caller_.will_refuse("GetScheduleGroup", "ResourceNotFoundException");
  EXPECT_THAT(broken_thing().remedy, HasSubstr("aws scheduler create-schedule-group --name curfew-revocations"));
  EXPECT_THAT(operations(), ElementsAre("GetScheduleGroup", "RemoveTargets"));
}

TEST_F(SchedulerExaminationTest, ARoleThatMayNotBePassedOn) {
  will_have_group();
  caller_.will_refuse("CreateSchedule", "AccessDeniedException",
                      "User: x is not authorized to perform: iam:PassRole on resource: "
                      "arn:aws:iam::123456789012:role/curfew-schedules because no policy allows it");
  caller_.will_refuse("DeleteSchedule", "ResourceNotFoundException");
  EXPECT_THAT(broken_thing().remedy, HasSubstr("Add iam:PassRole on arn:aws:iam::123456789012:role/curfew-schedules"));
}

TEST_F(SchedulerExaminationTest, ARoleThatTheSchedulerMayNotTake) {
  will_have_group();
  caller_.will_refuse("CreateSchedule", "ValidationException",
                      "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.");
  caller_.will_refuse("DeleteSchedule", "ResourceNotFoundException");
  EXPECT_THAT(broken_thing().text, HasSubstr("must allow AWS EventBridge Scheduler to assume the role"));
}

}  // namespace
}  // namespace curfew::eventbridge
