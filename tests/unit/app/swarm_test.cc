// Many faults at once: every call may fail, die, meet a rival or stall, as a seed has it. The seed replays it.
#include <gtest/gtest.h>

#include <random>

#include "simulation/sweep/stories.h"

namespace curfew::test {
namespace {

class Swarm : public testing::TestWithParam<Millis> {
 protected:
  // About one call in twenty goes wrong.
  static Fault choose(std::mt19937_64& engine, bool may_stall) {
    static constexpr std::array kFaults{Fault::kFailsBefore, Fault::kFailsAfter, Fault::kUnknown, Fault::kDiesBefore,
                                        Fault::kDiesAfter,   Fault::kRival,      Fault::kStall};
    if (engine() % 20 != 0) return Fault::kNone;
    const Fault fault = kFaults.at(engine() % kFaults.size());
    return fault == Fault::kStall && !may_stall ? Fault::kNone : fault;
  }

  static void play(std::uint64_t seed, Millis settle) {
    std::mt19937_64 engine(seed);
    const Story& story = stories().at(seed % stories().size());
    World world({.settle = settle});
    Stage stage(world);
    const bool may_stall = settle > Millis::zero();
    world.gate.arm_each([&](CallKind) { return choose(engine, may_stall); },
                        [&] {
                          if (may_stall && engine() % 2 == 0) {
                            world.stall(seconds(engine() % 240));
                          } else {
                            stories().at(engine() % stories().size()).rival(world);
                          }
                        });
    story.act(world, stage);
    world.gate.disarm();
    stage.come_to_rest();
    for (const std::string& sentence : broken_promises_at_rest(world)) stage.complain(sentence);
    stage.check_acknowledged();
    for (const std::string& complaint : stage.complaints()) {
      ADD_FAILURE() << "seed " << seed << " (" << story.name << "), settle " << settle.count() << " ms: " << complaint;
    }
  }
};

constexpr std::uint64_t kSeeds =
    200;  // of the tens of thousands that were tried: enough to notice, and quick under sanitizers

TEST_P(Swarm, EveryPromiseHolds) {
  for (std::uint64_t seed = 1; seed <= kSeeds && !HasFailure(); ++seed) play(seed, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Seeds, Swarm, testing::Values(Millis{0}, Millis{minutes(5)}),
                         [](const testing::TestParamInfo<Millis>& info) {
                           return info.param > Millis::zero() ? "Settling" : "AtOnce";
                         });

}  // namespace
}  // namespace curfew::test
