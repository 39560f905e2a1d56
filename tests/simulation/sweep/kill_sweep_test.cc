// Every use case, with a fault at every single port call.
//
// For each case and each n, the n-th port call fails before its effect, fails after it, ends in the dark, or takes the
// process with it, before or after. Whoever called tries again, and has to be told what they would have been told
// without the fault; it has to end for every request as it would have; and every promise has to have held.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iostream>
#include <string>
#include <tuple>
#include <vector>

#include "simulation/sweep/use_cases.h"

namespace curfew::test {
namespace {

// More than the calls of any case; it is a failure of the sweep to get here.
constexpr std::size_t kMostCalls = 500;

struct Mode {
  std::string_view name;
  Fault fault = Fault::kNone;
};
constexpr std::array<Mode, 5> kModes{{{"DiesBefore", Fault::kDiesBefore},
                                      {"DiesAfter", Fault::kDiesAfter},
                                      {"FailsBefore", Fault::kFailsBefore},
                                      {"FailsAfter", Fault::kFailsAfter},
                                      {"Unknown", Fault::kUnknown}}};

// How it goes when nothing goes wrong.
struct Undisturbed {
  Answer answer;
  std::vector<std::string> fates;
  std::vector<std::string> calls;
};

Undisturbed undisturbed(const UseCase& use_case, const Ground& ground) {
  Play play(ground);
  use_case.prelude(play);
  play.world.gate.arm(kMostCalls, Fault::kDiesBefore);
  Undisturbed result{.answer = play.act(use_case), .fates = {}, .calls = play.world.gate.calls()};
  play.world.gate.arm(0, Fault::kNone);
  play.come_to_rest();
  result.fates = play.fates();
  for (const std::string& complaint : play.complaints()) ADD_FAILURE() << use_case.name << ": " << complaint;
  return result;
}

using Parameters = std::tuple<UseCase, Ground>;

class KillSweep : public testing::TestWithParam<Parameters> {
 protected:
  // Plays the case with the fault at its n-th call. False when it has fewer calls that the fault can hit.
  static bool play(const UseCase& use_case, const Ground& ground, const Undisturbed& as_usual, const Mode& mode,
                   std::size_t nth) {
    Play play(ground);
    use_case.prelude(play);
    play.world.gate.arm(nth, mode.fault);
    const Answer answer = play.insist(use_case);
    if (!play.world.gate.fired()) return false;
    const std::string where =
        std::string(mode.name) + " at call " + std::to_string(nth) + ", " + play.world.gate.calls().back();
    play.world.gate.arm(0, Fault::kNone);
    play.come_to_rest();
    const bool repeat = std::ranges::find(use_case.told_on_repeat, answer) != use_case.told_on_repeat.end();
    if (!repeat) EXPECT_EQ(answer, as_usual.answer) << where;
    EXPECT_EQ(play.fates(), as_usual.fates) << where;
    for (const std::string& complaint : play.complaints()) ADD_FAILURE() << where << ": " << complaint;
    return true;
  }
};

TEST_P(KillSweep, EveryPromiseHolds) {
  const auto& [use_case, ground] = GetParam();
  const Undisturbed as_usual = undisturbed(use_case, ground);
  ASSERT_FALSE(as_usual.calls.empty()) << "the case makes calls that can be hit";
  std::size_t plays = 0;
  for (const Mode& mode : kModes) {
    std::size_t nth = 0;
    while (!HasFailure() && play(use_case, ground, as_usual, mode, nth + 1)) ASSERT_LT(++nth, kMostCalls);
    plays += nth;
    if (mode.fault == Fault::kDiesBefore && !HasFailure()) EXPECT_EQ(nth, as_usual.calls.size());
  }
  RecordProperty("port_calls", std::to_string(as_usual.calls.size()));
  std::cout << "swept " << as_usual.calls.size() << " port calls of " << use_case.name << " in " << plays << " plays\n";
}

INSTANTIATE_TEST_SUITE_P(UseCases, KillSweep,
                         testing::Combine(testing::ValuesIn(all_use_cases()),
                                          testing::Values(memory_ground(), settling_ground(), sqlite_ground())),
                         [](const testing::TestParamInfo<Parameters>& info) {
                           return std::get<UseCase>(info.param).name + std::get<Ground>(info.param).name;
                         });

}  // namespace
}  // namespace curfew::test
