#include "main/work_pace.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stop_token>
#include <thread>
#include <vector>

namespace curfew::wiring {
namespace {

using namespace std::chrono_literals;

// So long that no test gets to its end: whoever comes back before it was called, found, expected or stopped.
constexpr Millis kNever = std::chrono::hours(24);
constexpr std::chrono::seconds kPatience{60};  // of the test with a machine that is busy

bool returns(std::future<bool>& turn) { return turn.wait_for(kPatience) == std::future_status::ready && turn.get(); }

std::future<bool> waiting(WorkPace& pace, const std::stop_source& stop) {
  return std::async(std::launch::async, [&pace, token = stop.get_token()] { return pace.wait_for_turn(token); });
}

// Takes the first look, which comes after the shortest pause, so that the next would be far away.
void look_once(WorkPace& pace, const std::stop_source& stop) { ASSERT_TRUE(pace.wait_for_turn(stop.get_token())); }

TEST(WorkPace, LooksLessAndLessOftenWhileThereIsNothing) {
  WorkPace pace({.shortest = 1ms, .longest = 5ms});
  const std::stop_source stop;
  std::vector<Millis> pauses;
  for (int look = 0; look < 5; ++look) {
    pauses.push_back(pace.pause());
    look_once(pace, stop);
  }
  EXPECT_EQ((std::vector<Millis>{1ms, 2ms, 4ms, 5ms, 5ms}), pauses);
}

TEST(WorkPace, WhatIsOwedNowIsLookedForAtOnceAndAgainSoonAfter) {
  WorkPace pace({.shortest = 1ms, .longest = kNever});
  const std::stop_source stop;
  for (int look = 0; look < 4; ++look) look_once(pace, stop);
  EXPECT_EQ(16ms, pace.pause());
  pace.expect(0ms);
  look_once(pace, stop);
  EXPECT_EQ(1ms, pace.pause());
}

TEST(WorkPace, WorkThatComesToBeOwedEndsAWatchThatHasBegun) {
  WorkPace pace({.shortest = kNever, .longest = kNever});
  const std::stop_source stop;
  auto turn = waiting(pace, stop);
  pace.expect(-5ms);
  EXPECT_TRUE(returns(turn));
}

TEST(WorkPace, ACallThatComesWhileNobodyIsOnWatchIsHeardByTheNext) {
  WorkPace pace({.shortest = kNever, .longest = kNever});
  const std::stop_source stop;
  pace.expect(0ms);
  look_once(pace, stop);
}

TEST(WorkPace, WhoeverFindsWorkCallsTheNextWorker) {
  WorkPace pace({.shortest = kNever, .longest = kNever});
  const std::stop_source stop;
  auto turn = waiting(pace, stop);
  pace.found();
  EXPECT_TRUE(returns(turn));
}

TEST(WorkPace, WhatIsDueSoonIsLookedForThenAndNotLater) {
  WorkPace pace({.shortest = 1ms, .longest = kNever});
  std::stop_source stopped;
  stopped.request_stop();
  while (pace.pause() < kNever) EXPECT_FALSE(pace.wait_for_turn(stopped.get_token()));
  const std::stop_source stop;
  auto turn = waiting(pace, stop);
  pace.expect(kNever);  // no sooner than one would look anyway
  pace.expect(2ms);
  EXPECT_TRUE(returns(turn));
}

TEST(WorkPace, OnlyOneIsOnWatchHoweverManyWait) {
  WorkPace pace({.shortest = kNever, .longest = kNever});
  std::stop_source stop;
  std::atomic<int> looks = 0;
  std::vector<std::jthread> workers;
  for (int worker = 0; worker < 4; ++worker) {
    workers.emplace_back([&] {
      while (pace.wait_for_turn(stop.get_token())) ++looks;
    });
  }
  pace.found();
  while (looks < 1) std::this_thread::yield();
  stop.request_stop();
  workers.clear();
  EXPECT_EQ(1, looks);
}

TEST(WorkPace, WhoeverIsToStopDoesNotLook) {
  WorkPace pace({.shortest = kNever, .longest = kNever});
  std::stop_source stop;
  auto on_watch = waiting(pace, stop);
  auto in_line = waiting(pace, stop);
  stop.request_stop();
  for (auto* turn : {&on_watch, &in_line}) {
    ASSERT_EQ(std::future_status::ready, turn->wait_for(kPatience));
    EXPECT_FALSE(turn->get());
  }
}

}  // namespace
}  // namespace curfew::wiring
