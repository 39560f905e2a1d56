#include "adapters/identity_center/pace.h"

#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include "support/fake_clock.h"

namespace curfew::identity_center {
namespace {

constexpr Millis kForever = std::chrono::minutes(10);

TEST(Pace, WhoeverTakesAccessAwayGoesFirstAndListingsGoLast) {
  test::FakeClock clock;
  Pace pace(clock, 1);
  ASSERT_TRUE(pace.wait_for_turn(Urgency::kListing, Millis{0}));  // the budget is used up

  std::mutex mutex;
  std::vector<Urgency> order;
  std::vector<std::jthread> callers;
  const auto let_wait = [&](Urgency urgency) {
    const std::size_t before = pace.waiting();
    callers.emplace_back([&, urgency] {
      const bool went = pace.wait_for_turn(urgency, kForever);
      const std::scoped_lock lock(mutex);
      if (went) order.push_back(urgency);
    });
    while (pace.waiting() == before) std::this_thread::yield();
  };
  for (const Urgency urgency : {Urgency::kListing, Urgency::kGrant, Urgency::kRevocation, Urgency::kGrant}) {
    let_wait(urgency);
  }
  for (std::size_t gone = 1; gone <= 4; ++gone) {
    clock.advance(std::chrono::seconds(1));
    while (pace.waiting() > 4 - gone) std::this_thread::yield();
    while (true) {
      const std::scoped_lock lock(mutex);
      if (order.size() == gone) break;
    }
  }
  EXPECT_EQ(order, (std::vector{Urgency::kRevocation, Urgency::kGrant, Urgency::kGrant, Urgency::kListing}));
}

TEST(Pace, NobodyWaitsLongerThanTheirPatience) {
  test::FakeClock clock;  // stands still: no turn ever comes
  Pace pace(clock, 1);
  ASSERT_TRUE(pace.wait_for_turn(Urgency::kGrant, Millis{0}));
  EXPECT_FALSE(pace.wait_for_turn(Urgency::kGrant, Millis{0}));
  EXPECT_FALSE(pace.wait_for_turn(Urgency::kRevocation, Millis{5}));
  EXPECT_EQ(pace.waiting(), 0U);
}

TEST(Pace, WhoGivesUpHoldsNobodyUp) {
  test::FakeClock clock;
  Pace pace(clock, 1);
  ASSERT_TRUE(pace.wait_for_turn(Urgency::kGrant, Millis{0}));
  ASSERT_FALSE(pace.wait_for_turn(Urgency::kRevocation, Millis{0}));
  clock.advance(std::chrono::seconds(1));
  EXPECT_TRUE(pace.wait_for_turn(Urgency::kListing, Millis{0}));
}

}  // namespace
}  // namespace curfew::identity_center
