// A part of what `./dev simulate` does, for every run of the tests.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "simulation/runner.h"
#include "simulation/world.h"

namespace curfew::simulation {
namespace {

constexpr std::uint64_t kSeedsAPart = 60;

class WorldsTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(WorldsTest, EveryPromiseIsKept) {
  const Score score =
      run({.first_seed = GetParam() * kSeedsAPart + 1, .seeds = kSeedsAPart, .jobs = 1}, [](const Score&) {});
  EXPECT_EQ(score.worlds, kSeedsAPart);
  for (const FailedSeed& failed : score.failed) {
    for (const std::string& sentence : failed.sentences) {
      ADD_FAILURE() << "seed " << failed.seed << ": " << sentence << "\n  replay: ./dev simulate --seed "
                    << failed.seed;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Part, WorldsTest, testing::Range<std::uint64_t>(0, 8));

TEST(WorldTest, TheSameSeedIsTheSameWorldAndAnotherIsAnother) {
  FiberStacks stacks;
  EXPECT_EQ(simulate(42, stacks).hash, simulate(42, stacks).hash);
  EXPECT_NE(simulate(42, stacks).hash, simulate(43, stacks).hash);
}

TEST(WorldTest, AReaderChangesNothing) {
  FiberStacks stacks;
  std::vector<std::string> lines;
  const Verdict read = simulate(42, stacks, [&](const std::string& line) { lines.push_back(line); });
  EXPECT_EQ(read.hash, simulate(42, stacks).hash);
  EXPECT_GT(lines.size(), 100U);
}

// Every promise is looked at, or it would be kept by not looking.
TEST(WorldTest, EveryInvariantIsChecked) {
  const Score score = run({.first_seed = 1, .seeds = 40, .jobs = 1}, [](const Score&) {});
  for (std::size_t i = 0; i < kPromises; ++i) {
    EXPECT_GT(score.checked.at(i), 0U) << name_of(static_cast<Promise>(i));
  }
}

}  // namespace
}  // namespace curfew::simulation
