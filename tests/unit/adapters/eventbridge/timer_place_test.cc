#include "adapters/eventbridge/timer_place.h"

#include <gtest/gtest.h>

namespace curfew::eventbridge {
namespace {

const RequestId kRequest("11111111-2222-4333-8444-555555555555");
const TimerPlace kOurs = Schedule{.group = "jit", .name = "revoke-11111111-2222-4333-8444-555555555555"};

TimerPlace place(std::string_view arn) { return timer_place(arn, kRequest, "jit"); }

TEST(TimerPlaceTest, AScheduleIsWhereItsArnSays) {
  EXPECT_EQ(place("arn:aws:scheduler:us-east-1:533267321107:schedule/default/revoke-1"),
            TimerPlace(Schedule{.group = "default", .name = "revoke-1"}));
  EXPECT_EQ(place("arn:aws-cn:scheduler:cn-north-1:533267321107:schedule/jit/revoke-1"),
            TimerPlace(Schedule{.group = "jit", .name = "revoke-1"}));
}

TEST(TimerPlaceTest, ARuleIsOnItsBus) {
  EXPECT_EQ(place("arn:aws:events:us-east-1:533267321107:rule/revoke-1"),
            TimerPlace(Rule{.bus = "", .name = "revoke-1"}));
  EXPECT_EQ(place("arn:aws:events:us-east-1:533267321107:rule/other/revoke-1"),
            TimerPlace(Rule{.bus = "other", .name = "revoke-1"}));
}

TEST(TimerPlaceTest, EverythingElseMeansWhereCurfewSetsIt) {
  for (const char* text : {"", "revoke-1", "arn:aws:scheduler:us-east-1:533267321107:schedule/revoke-1",
                           "arn:aws:scheduler:us-east-1:533267321107:schedule/a/b/revoke-1",
                           "arn:aws:scheduler:us-east-1:533267321107:schedule/jit/",
                           "arn:aws:scheduler:us-east-1:533267321107:schedule/jit/a%2Fb",
                           "arn:aws:scheduler:us-east-1:533267321107:schedule-group/jit/revoke-1",
                           "arn:aws:events:us-east-1:533267321107:rule/", "arn:aws:events:us-east-1",
                           "arn:aws:lambda:us-east-1:533267321107:function/revoke/1", "urn:aws:events:r:a:rule/x"}) {
    EXPECT_EQ(place(text), kOurs) << text;
  }
}

}  // namespace
}  // namespace curfew::eventbridge
