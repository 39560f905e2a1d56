// Whole stories, from the first call to the last letter, with what goes wrong in the midst of them.
//
// The use cases are swept one by one beside this; here is what shows only in how they follow each other: a reply that
// is lost, a rival at a commit, and a server that stalls longer than its claim lives. People try again. When nothing
// more goes wrong, the world has to become quiet, and every promise has to have held throughout.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "simulation/sweep/stories.h"

namespace curfew::test {
namespace {

// More than the calls of any story; it is a failure of the sweep to get here.
constexpr std::size_t kMostCalls = 5'000;

struct Mode {
  std::string name;
  Fault fault = Fault::kNone;
  Millis stall{0};

  friend void PrintTo(const Mode& mode, std::ostream* out) { *out << mode.name; }
};

const std::vector<Mode>& modes() {
  static const std::vector<Mode> kModes{
      {"FailsAfter", Fault::kFailsAfter},
      {"Unknown", Fault::kUnknown},
      {"DiesAfter", Fault::kDiesAfter},
      {"Rival", Fault::kRival},
      {.name = "OutlivesItsClaim", .fault = Fault::kStall, .stall = minutes(3)},
  };
  return kModes;
}

using Parameters = std::tuple<Story, Mode>;

// A server may stall only where conclusions wait for calls to settle: the sandbox, which does not let them, has one.
constexpr Millis kSettle = minutes(5);

class StorySweep : public testing::TestWithParam<Parameters> {
 protected:
  // Plays the story with the fault at its n-th call. False when the story has fewer calls.
  static bool play(const Story& story, const Mode& mode, std::size_t nth) {
    World world({.settle = kSettle});
    Stage stage(world);
    world.gate.arm(nth, mode.fault, [&] {
      if (mode.fault == Fault::kStall) {
        world.stall(mode.stall);
      } else {
        story.rival(world);
      }
    });
    story.act(world, stage);
    stage.come_to_rest();
    for (const std::string& sentence : broken_promises_at_rest(world)) stage.complain(sentence);
    stage.check_acknowledged();
    for (const std::string& complaint : stage.complaints()) {
      ADD_FAILURE() << story.name << ", " << mode.name << " at call " << nth << ": " << complaint;
    }
    return world.gate.fired();
  }
};

TEST_P(StorySweep, EveryPromiseHolds) {
  const auto& [story, mode] = GetParam();
  std::size_t nth = 1;
  while (play(story, mode, nth)) {
    ASSERT_LT(++nth, kMostCalls);
    if (HasFailure()) return;
  }
  EXPECT_GT(nth, 5U) << "the story makes calls that can be hit";
}

std::string name_of(const testing::TestParamInfo<Parameters>& info) {
  const auto& [story, mode] = info.param;
  return story.name + mode.name;
}

INSTANTIATE_TEST_SUITE_P(Stories, StorySweep,
                         testing::Combine(testing::ValuesIn(stories()), testing::ValuesIn(modes())), name_of);

}  // namespace
}  // namespace curfew::test
