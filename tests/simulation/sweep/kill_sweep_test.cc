// Every use case, with a fault at every single port call.
//
// For each case and each n, the n-th port call takes the process with it, before or after its effect, or fails before
// it, after it, or in the dark. Whoever called tries again, and has to be told what they would have been told without
// the fault; it has to end for every request as it would have; and every promise has to have held.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "simulation/sweep/undisturbed.h"
#include "simulation/sweep/use_cases.h"

namespace curfew::test {
namespace {

struct Mode {
  std::string_view name;
  Fault fault = Fault::kNone;
};
// What a call of the store answers is the gate's doing, and the same on every store; what is there after a death is
// the store's.
std::vector<Mode> modes_for(const Ground& ground) {
  const std::vector<Mode> deaths{{"DiesBefore", Fault::kDiesBefore}, {"DiesAfter", Fault::kDiesAfter}};
  if (ground.make_store) return deaths;
  return {deaths[0],
          deaths[1],
          {"FailsBefore", Fault::kFailsBefore},
          {"FailsAfter", Fault::kFailsAfter},
          {"Unknown", Fault::kUnknown}};
}

using Parameters = std::tuple<UseCase, Ground>;

class KillSweep : public testing::TestWithParam<Parameters> {
 protected:
  KillSweep()
      : use_case_(std::get<UseCase>(GetParam())),
        ground_(std::get<Ground>(GetParam())),
        as_usual_(play_undisturbed(use_case_, ground_)) {}

  // Plays the case with the fault at its n-th call. False when it has fewer calls that the fault can hit.
  [[nodiscard]] bool play(const Mode& mode, std::size_t nth) const {
    Play play(ground_);
    use_case_.prelude(play);
    play.world.gate.arm(nth, mode.fault);
    const Answer answer = play.insist(use_case_);
    if (!play.world.gate.fired()) return false;
    const std::string call = play.world.gate.calls().back();
    const testing::ScopedTrace trace(__FILE__, __LINE__,
                                     std::string(mode.name) + " at call " + std::to_string(nth) + ", " + call);
    play.world.gate.arm(0, Fault::kNone);
    play.come_to_rest();
    if (!is_told_of_the_first_call(answer)) EXPECT_EQ(answer, as_usual_.answer);
    EXPECT_EQ(play.fates(), as_usual_.fates);
    for (const std::string& complaint : play.complaints()) ADD_FAILURE() << complaint;
    return true;
  }

  // All calls that the fault can hit, one after the other; how many there are.
  [[nodiscard]] std::size_t sweep(const Mode& mode) const {
    std::size_t swept = 0;
    while (!HasFailure() && swept < as_usual_.calls.size() && play(mode, swept + 1)) ++swept;
    return swept;
  }

  [[nodiscard]] bool is_told_of_the_first_call(const Answer& answer) const {
    return std::ranges::find(use_case_.told_on_repeat, answer) != use_case_.told_on_repeat.end();
  }

  const UseCase use_case_;
  const Ground ground_;
  const Undisturbed as_usual_;
};

TEST_P(KillSweep, EveryPromiseHolds) {
  const std::size_t calls = as_usual_.calls.size();
  ASSERT_GT(calls, 0U) << "the case makes calls that can be hit";
  std::size_t plays = 0;
  for (const Mode& mode : modes_for(ground_)) {
    const std::size_t swept = sweep(mode);
    if (HasFailure()) return;
    if (mode.fault == Fault::kDiesBefore) EXPECT_EQ(swept, calls) << "every call is one to die at";
    plays += swept;
  }
  RecordProperty("port_calls", std::to_string(calls));
  std::cout << "swept " << calls << " port calls of " << use_case_.name << " in " << plays << " plays\n";
}

INSTANTIATE_TEST_SUITE_P(Adoptions, KillSweep,
                         testing::Combine(testing::ValuesIn(adoptions_cases()), testing::Values(shared_ground())),
                         [](const testing::TestParamInfo<Parameters>& info) {
                           return std::get<UseCase>(info.param).name;
                         });

INSTANTIATE_TEST_SUITE_P(UseCases, KillSweep,
                         testing::Combine(testing::ValuesIn(all_use_cases()),
                                          testing::Values(memory_ground(), settling_ground(), sqlite_ground())),
                         [](const testing::TestParamInfo<Parameters>& info) {
                           return std::get<UseCase>(info.param).name + std::get<Ground>(info.param).name;
                         });

}  // namespace
}  // namespace curfew::test
