#include "adapters/system/clock.h"

#include <gtest/gtest.h>

#include <chrono>

#include "support/fake_clock.h"

namespace curfew::system {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(SystemClockTest, ShowsTheTimeOfDayInUtc) {
  const auto before = std::chrono::floor<Millis>(std::chrono::system_clock::now());
  const Instant shown = SystemClock{}.now();
  const auto after = std::chrono::system_clock::now();
  EXPECT_LE(before, shown);
  EXPECT_LE(shown, after);
}

TEST(ScaledClockTest, ShowsItsStartFirst) {
  const test::FakeClock base;
  const Instant start = test::kTestStart + minutes(42);
  EXPECT_EQ(ScaledClock(base, start, 60).now(), start);
}

TEST(ScaledClockTest, AMinuteOfTheBaseIsAnHourAtSpeedSixty) {
  test::FakeClock base;
  const ScaledClock clock(base, test::kTestStart, 60);
  base.advance(minutes(1));
  EXPECT_EQ(clock.now(), test::kTestStart + minutes(60));
  base.advance(Millis(1));
  EXPECT_EQ(clock.now(), test::kTestStart + minutes(60) + Millis(60));
}

TEST(ScaledClockTest, SpeedOneIsTheBaseItself) {
  test::FakeClock base;
  const ScaledClock clock(base, base.now(), 1);
  base.advance(seconds(7));
  EXPECT_EQ(clock.now(), base.now());
}

}  // namespace
}  // namespace curfew::system
