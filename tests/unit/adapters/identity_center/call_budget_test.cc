#include "adapters/identity_center/call_budget.h"

#include <gtest/gtest.h>

#include <chrono>

#include "support/fake_clock.h"

namespace curfew::identity_center {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using test::kTestStart;

// How many calls go out in the time, when somebody always waits.
int calls_in(CallBudget& budget, Instant from, Millis time) {
  int calls = 0;
  for (Instant now = from; now < from + time; now += Millis{10}) {
    while (budget.take(now)) ++calls;
  }
  return calls;
}

TEST(CallBudget, KeepsToItsCallsASecond) {
  CallBudget budget(20, kTestStart);
  EXPECT_NEAR(calls_in(budget, kTestStart, seconds(10)), 200, 5);
}

TEST(CallBudget, SpendsNoMoreThanAQuarterSecondAtOnceHoweverLongItWasIdle) {
  CallBudget budget(20, kTestStart);
  int at_once = 0;
  while (budget.take(kTestStart + hours(1))) ++at_once;
  EXPECT_EQ(at_once, 5);
}

TEST(CallBudget, SaysWhenTheNextCallMayGoOut) {
  CallBudget budget(4, kTestStart);
  ASSERT_TRUE(budget.take(kTestStart));
  EXPECT_EQ(budget.until_next(kTestStart), Millis{250});
  EXPECT_FALSE(budget.take(kTestStart + Millis{249}));
  EXPECT_TRUE(budget.take(kTestStart + Millis{250}));
}

TEST(CallBudget, ZeroIsNoLimit) {
  CallBudget budget(0, kTestStart);
  budget.throttled(kTestStart);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(budget.take(kTestStart));
  EXPECT_EQ(budget.until_next(kTestStart), Millis{0});
}

TEST(CallBudget, ThrottlingHalvesTheRateAndEmptiesTheBucket) {
  CallBudget budget(20, kTestStart);
  budget.throttled(kTestStart);
  EXPECT_DOUBLE_EQ(budget.calls_per_second(), 10);
  EXPECT_FALSE(budget.take(kTestStart));
}

TEST(CallBudget, CallsThatWereRefusedTogetherHalveItOnce) {
  CallBudget budget(20, kTestStart);
  for (int i = 0; i < 5; ++i) budget.throttled(kTestStart + Millis{i * 10});
  EXPECT_NEAR(budget.calls_per_second(), 10, 0.1);
  budget.throttled(kTestStart + seconds(2));
  EXPECT_LT(budget.calls_per_second(), 6);
}

TEST(CallBudget, RecoversSlowlyAndNeverBeyondWhatIsConfigured) {
  CallBudget budget(20, kTestStart);
  budget.throttled(kTestStart);
  std::ignore = budget.take(kTestStart + seconds(3));
  EXPECT_NEAR(budget.calls_per_second(), 12, 0.1);
  std::ignore = budget.take(kTestStart + seconds(60));
  EXPECT_DOUBLE_EQ(budget.calls_per_second(), 20);
}

TEST(CallBudget, ThrottlingNeverStopsItAltogether) {
  CallBudget budget(20, kTestStart);
  Instant now = kTestStart;
  for (int i = 0; i < 100; ++i, now += seconds(1)) budget.throttled(now);
  EXPECT_GE(budget.calls_per_second(), 1);
  EXPECT_TRUE(budget.take(now + seconds(1)));
}

TEST(CallBudget, AClockThatIsSetBackGivesNothingAndTakesNothing) {
  CallBudget budget(4, kTestStart);
  ASSERT_TRUE(budget.take(kTestStart));
  EXPECT_FALSE(budget.take(kTestStart - hours(1)));
  EXPECT_TRUE(budget.take(kTestStart - hours(1) + Millis{250}));
}

}  // namespace
}  // namespace curfew::identity_center
