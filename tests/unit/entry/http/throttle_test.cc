#include "entry/http/throttle.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace curfew::http {
namespace {

const Instant kNow = curfew::test::kTestStart;

TEST(ThrottleTest, ABurstIsTakenAndThenTheRateCounts) {
  Throttle throttle({.per_second = 2, .burst = 3}, 10);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(throttle.take("a", kNow), 0);
  EXPECT_EQ(throttle.take("a", kNow), 1);
  EXPECT_EQ(throttle.take("a", kNow + Millis(400)), 1);
  EXPECT_EQ(throttle.take("a", kNow + Millis(500)), 0);
  EXPECT_EQ(throttle.take("b", kNow), 0) << "another caller has a share of their own";
}

TEST(ThrottleTest, ItSaysHowLongToWait) {
  Throttle throttle({.per_second = 0.1, .burst = 1}, 10);
  EXPECT_EQ(throttle.take("a", kNow), 0);
  EXPECT_EQ(throttle.take("a", kNow), 10);
}

TEST(ThrottleTest, AClockThatJumpsBackNeitherGivesNorTakes) {
  Throttle throttle({.per_second = 1, .burst = 2}, 10);
  EXPECT_EQ(throttle.take("a", kNow), 0);
  EXPECT_EQ(throttle.take("a", kNow - std::chrono::hours(1)), 0);
  EXPECT_NE(throttle.take("a", kNow - std::chrono::hours(1)), 0);
  EXPECT_EQ(throttle.take("a", kNow - std::chrono::hours(1) + Millis(1000)), 0);
}

TEST(ThrottleTest, ItRemembersABoundedNumberOfCallers) {
  Throttle throttle({.per_second = 1, .burst = 1}, 3);
  EXPECT_EQ(throttle.take("keep", kNow), 0);
  for (int i = 0; i < 100; ++i) {
    static_cast<void>(throttle.take("other" + std::to_string(i), kNow));
    EXPECT_NE(throttle.take("keep", kNow), 0) << "whoever is active is not forgotten";
  }
  EXPECT_EQ(throttle.callers(), 3U);
}

}  // namespace
}  // namespace curfew::http
