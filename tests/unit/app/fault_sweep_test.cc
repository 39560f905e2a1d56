// Every story of Curfew, with a fault at every single port call.
//
// For each story and each n, the n-th port call fails before its effect, fails after it, ends in the dark, takes the
// process with it, or meets a rival. People then do what people do: they try again. When nothing more goes wrong, the
// world has to become quiet, and every promise has to have held throughout.
#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "stories.h"

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
  static const std::vector<Mode> kModes{{"FailsBefore", Fault::kFailsBefore}, {"FailsAfter", Fault::kFailsAfter},
                                        {"Unknown", Fault::kUnknown},         {"DiesBefore", Fault::kDiesBefore},
                                        {"DiesAfter", Fault::kDiesAfter},     {"Rival", Fault::kRival}};
  return kModes;
}

using Parameters = std::tuple<Story, Mode, Millis>;

class FaultSweep : public testing::TestWithParam<Parameters> {
 protected:
  // Plays the story with the fault at its n-th call. False when the story has fewer calls.
  static bool play(const Story& story, const Mode& mode, Millis settle, std::size_t nth) {
    World world({.settle = settle});
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
      ADD_FAILURE() << story.name << ", " << mode.name << " at call " << nth << ", settle " << settle.count()
                    << " ms: " << complaint;
    }
    return world.gate.fired();
  }
};

TEST_P(FaultSweep, EveryPromiseHolds) {
  const auto& [story, mode, settle] = GetParam();
  std::size_t nth = 1;
  while (play(story, mode, settle, nth)) {
    ASSERT_LT(++nth, kMostCalls);
    if (HasFailure()) return;
  }
  EXPECT_GT(nth, 5U) << "the story makes calls that can be hit";
}

std::string name_of(const testing::TestParamInfo<Parameters>& info) {
  const auto& [story, mode, settle] = info.param;
  return story.name + mode.name + (settle > Millis::zero() ? "Settling" : "");
}

INSTANTIATE_TEST_SUITE_P(Stories, FaultSweep,
                         testing::Combine(testing::ValuesIn(stories()), testing::ValuesIn(modes()),
                                          testing::Values(Millis{0}, Millis{minutes(5)})),
                         name_of);

// A server that stalls longer than its claim lives finds that somebody else went on. Only where conclusions wait for
// calls to settle: the sandbox, which does not let them, has a single server.
INSTANTIATE_TEST_SUITE_P(
    Stalls, FaultSweep,
    testing::Combine(
        testing::ValuesIn(stories()),
        testing::Values(Mode{.name = "StallsForAMinute", .fault = Fault::kStall, .stall = minutes(1)},
                        Mode{.name = "OutlivesItsClaim", .fault = Fault::kStall, .stall = minutes(3)},
                        Mode{.name = "StallsPastItsSignature", .fault = Fault::kStall, .stall = minutes(6)}),
        testing::Values(Millis{minutes(5)})),
    name_of);

}  // namespace

}  // namespace curfew::test
