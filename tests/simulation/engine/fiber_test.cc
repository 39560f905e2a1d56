#include "simulation/engine/fiber.h"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace curfew::simulation {
namespace {

TEST(FiberTest, GoesOnWhereItWasSuspended) {
  FiberStacks stacks;
  std::string told;
  Fiber* self = nullptr;
  Fiber fiber(stacks, [&] {
    told += "a";
    self->suspend();
    told += "c";
  });
  self = &fiber;
  fiber.resume();
  EXPECT_FALSE(fiber.ended());
  told += "b";
  fiber.resume();
  EXPECT_TRUE(fiber.ended());
  EXPECT_EQ(told, "abc");
}

TEST(FiberTest, OneThatNeverBeganMayGo) {
  FiberStacks stacks;
  const Fiber fiber(stacks, [] { FAIL() << "nobody resumed it"; });
}

// What a sanitizer that is not told of the switches reports falsely.
TEST(FiberTest, ExceptionsOfSeveralFibersDoNotGetIntoEachOthersWay) {
  FiberStacks stacks;
  std::vector<std::unique_ptr<Fiber>> fibers;
  int caught = 0;
  for (int i = 0; i < 8; ++i) {
    fibers.push_back(std::make_unique<Fiber>(stacks, [&, i] {
      for (int round = 0; round < 4; ++round) {
        try {
          const std::string held(1000, 'x');
          fibers.at(static_cast<std::size_t>(i))->suspend();
          throw std::runtime_error(held);
        } catch (const std::runtime_error&) {
          ++caught;
        }
      }
    }));
  }
  for (int round = 0; round < 5; ++round) {
    for (const auto& fiber : fibers) fiber->resume();
  }
  EXPECT_EQ(caught, 8 * 4);
}

TEST(FiberTest, StacksAreUsedAgain) {
  FiberStacks stacks;
  for (int i = 0; i < 10'000; ++i) {
    Fiber fiber(stacks, [] { const std::vector<int> something(100, 1); });
    fiber.resume();
  }
}

}  // namespace
}  // namespace curfew::simulation
