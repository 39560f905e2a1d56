#include "simulation/engine/scheduler.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "support/fake_clock.h"

namespace curfew::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint64_t kSteps = 10'000;

struct Stage {
  explicit Stage(std::uint64_t seed = 1) : dice(seed), scheduler(test::kTestStart, dice, stacks) {}

  [[nodiscard]] static Instant at(Millis after) { return test::kTestStart + after; }

  FiberStacks stacks;
  Dice dice;
  Scheduler scheduler;
  std::string told;
};

TEST(SchedulerTest, WhoWakesFirstGoesOnFirst) {
  Stage stage;
  for (const auto& [name, pause] : {std::pair("late", 30), {"early", 10}, {"middle", 20}}) {
    stage.scheduler.spawn(kWorldItself, name, [&stage, pause] {
      stage.scheduler.sleep(Millis(pause));
      stage.told += stage.scheduler.name() + " ";
    });
  }
  ASSERT_TRUE(stage.scheduler.run_until(Stage::at(seconds(1)), kSteps));
  EXPECT_EQ(stage.told, "early middle late ");
  EXPECT_EQ(stage.scheduler.now(), Stage::at(seconds(1)));
}

std::string order_of(std::uint64_t seed) {
  Stage stage(seed);
  for (const char* name : {"a", "b", "c", "d"}) {
    stage.scheduler.spawn(kWorldItself, name, [&stage] {
      for (int i = 0; i < 5; ++i) {
        stage.told += stage.scheduler.name();
        stage.scheduler.sleep(Millis(10));
      }
    });
  }
  EXPECT_TRUE(stage.scheduler.run_until(Stage::at(seconds(1)), kSteps));
  return stage.told;
}

TEST(SchedulerTest, TheSeedDecidesAmongThoseThatAreDueTogether) {
  EXPECT_EQ(order_of(7), order_of(7));
  EXPECT_NE(order_of(7), order_of(8));
}

TEST(SchedulerTest, AKilledOwnersTasksEndWhereTheySleep) {
  Stage stage;
  constexpr Owner kServer = 1;
  stage.scheduler.spawn(kServer, "server", [&stage] {
    stage.told += "begins ";
    stage.scheduler.sleep(seconds(10));
    stage.told += "never ";
  });
  stage.scheduler.spawn(kWorldItself, "killer", [&stage] {
    stage.scheduler.sleep(seconds(1));
    stage.scheduler.kill(kServer);
    stage.scheduler.sleep(seconds(20));
    stage.told += "lives on ";
  });
  ASSERT_TRUE(stage.scheduler.run_until(Stage::at(std::chrono::minutes(1)), kSteps));
  EXPECT_EQ(stage.told, "begins lives on ");
}

TEST(SchedulerTest, ACallerOutlivesTheServerThatServesThem) {
  Stage stage;
  constexpr Owner kServer = 1;
  stage.scheduler.spawn(kWorldItself, "caller", [&stage] {
    stage.scheduler.hand_to(kServer);
    try {
      stage.scheduler.sleep(seconds(10));
    } catch (const Killed&) {
      stage.told += "no answer ";
    }
    stage.scheduler.hand_to(kWorldItself);
    stage.scheduler.sleep(seconds(1));
    stage.told += "calls again ";
  });
  stage.scheduler.spawn(kWorldItself, "killer", [&stage] {
    stage.scheduler.sleep(seconds(1));
    stage.scheduler.kill(kServer);
  });
  ASSERT_TRUE(stage.scheduler.run_until(Stage::at(std::chrono::minutes(1)), kSteps));
  EXPECT_EQ(stage.told, "no answer calls again ");
}

TEST(SchedulerTest, OnlyWhoDozesIsWoken) {
  Stage stage;
  stage.scheduler.spawn(kWorldItself, "worker", [&stage] {
    stage.scheduler.doze_until(Stage::at(seconds(30)));
    stage.told += "dozed until " + std::to_string((stage.scheduler.now() - test::kTestStart).count()) + " ";
    stage.scheduler.sleep_until(Stage::at(seconds(50)));
    stage.told += "slept until " + std::to_string((stage.scheduler.now() - test::kTestStart).count());
  });
  stage.scheduler.spawn(kWorldItself, "alarm", [&stage] {
    for (int i = 0; i < 4; ++i) {
      stage.scheduler.sleep(seconds(10));
      stage.scheduler.wake("worker", stage.scheduler.now());
    }
  });
  ASSERT_TRUE(stage.scheduler.run_until(Stage::at(std::chrono::minutes(1)), kSteps));
  EXPECT_EQ(stage.told, "dozed until 10000 slept until 50000");
}

TEST(SchedulerTest, WhatSpinsIsNoticed) {
  Stage stage;
  for (const char* name : {"one", "two"}) {
    stage.scheduler.spawn(kWorldItself, name, [&stage] {
      while (true) stage.scheduler.sleep(milliseconds(0));
    });
  }
  EXPECT_FALSE(stage.scheduler.run_until(Stage::at(seconds(1)), kSteps));
}

}  // namespace
}  // namespace curfew::simulation
