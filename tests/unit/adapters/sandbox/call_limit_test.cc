#include "adapters/sandbox/call_limit.h"

#include <gtest/gtest.h>

#include <chrono>

#include "support/fake_clock.h"

namespace curfew::sandbox {
namespace {

using std::chrono::milliseconds;

TEST(CallLimitTest, LetsThroughAsManyCallsInAnySecondAsAllowed) {
  CallLimit limit(2);
  EXPECT_TRUE(limit.admit(test::kTestStart));
  EXPECT_TRUE(limit.admit(test::kTestStart + milliseconds(600)));
  EXPECT_FALSE(limit.admit(test::kTestStart + milliseconds(999)));
  EXPECT_TRUE(limit.admit(test::kTestStart + milliseconds(1000)));
  EXPECT_FALSE(limit.admit(test::kTestStart + milliseconds(1001)));
}

TEST(CallLimitTest, ZeroIsNoLimit) {
  CallLimit limit(0);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limit.admit(test::kTestStart));
}

TEST(CallLimitTest, AClockThatIsSetBackDoesNotBlockCalls) {
  CallLimit limit(1);
  EXPECT_TRUE(limit.admit(test::kTestStart + std::chrono::hours(1)));
  EXPECT_TRUE(limit.admit(test::kTestStart));
}

}  // namespace
}  // namespace curfew::sandbox
