// Every use case, with a rival at every single port call.
//
// For each case, each rival and each n, another server runs the rival's use case from beginning to end just before the
// n-th port call; on SQLite before the n-th commit. What both are told, and how it ends for every request, has to be
// what comes out when one goes after the other, in one of the two orders; and every promise has to have held.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <string>
#include <tuple>
#include <vector>

#include "simulation/sweep/rivals.h"
#include "simulation/sweep/undisturbed.h"
#include "simulation/sweep/use_cases.h"

namespace curfew::test {
namespace {

constexpr std::size_t kMostCalls = 500;

struct Outcome {
  Answer answer;
  Answer rivals_answer;
  std::vector<std::string> fates;

  friend bool operator==(const Outcome&, const Outcome&) = default;
  friend void PrintTo(const Outcome& outcome, std::ostream* out) {
    *out << outcome.answer << " / " << outcome.rivals_answer << " / " << testing::PrintToString(outcome.fates);
  }
};

using Parameters = std::tuple<UseCase, Ground>;

class RivalSweep : public testing::TestWithParam<Parameters> {
 protected:
  RivalSweep() : use_case_(std::get<UseCase>(GetParam())), ground_(std::get<Ground>(GetParam())) {}

  [[nodiscard]] Answer act(Play& play, const Rival& rival) const {
    return rival.act(play.rivals_turn("the rival's call"), use_case_);
  }

  void come_to_rest(Play& play, Outcome& outcome) const {
    play.world.gate.arm(0, Fault::kNone);
    play.come_to_rest();
    outcome.fates = play.fates();
    for (const std::string& complaint : play.complaints()) ADD_FAILURE() << complaint;
  }

  [[nodiscard]] Outcome one_after_the_other(const Rival& rival, bool rival_first) const {
    const testing::ScopedTrace trace(__FILE__, __LINE__, rival_first ? "the rival goes first" : "the rival goes last");
    Play play(ground_);
    use_case_.prelude(play);
    Outcome outcome;
    if (rival_first) outcome.rivals_answer = act(play, rival);
    outcome.answer = play.act(use_case_);
    if (!rival_first) outcome.rivals_answer = act(play, rival);
    come_to_rest(play, outcome);
    return outcome;
  }

  // The rival goes just before the n-th call. False when the case has fewer.
  [[nodiscard]] bool play(const Rival& rival, const std::vector<Outcome>& explicable, std::size_t nth) const {
    Play play(ground_);
    use_case_.prelude(play);
    Outcome outcome;
    play.world.gate.arm(nth, is_real() ? Fault::kRival : Fault::kRivalBefore,
                        [&] { outcome.rivals_answer = act(play, rival); });
    outcome.answer = play.act(use_case_);
    if (!play.world.gate.fired()) return false;
    const testing::ScopedTrace trace(__FILE__, __LINE__,
                                     "before call " + std::to_string(nth) + ", " + play.world.gate.calls().back());
    come_to_rest(play, outcome);
    EXPECT_TRUE(rival.takes_time || std::ranges::find(explicable, outcome) != explicable.end())
        << testing::PrintToString(outcome) << "\nis none of " << testing::PrintToString(explicable);
    return true;
  }

  // The rival at all calls, one after the other; how many there are.
  [[nodiscard]] std::size_t sweep(const Rival& rival) const {
    const testing::ScopedTrace trace(__FILE__, __LINE__, use_case_.name + ", and the rival " + rival.name);
    const std::vector<Outcome> explicable{one_after_the_other(rival, true), one_after_the_other(rival, false)};
    std::size_t swept = 0;
    while (swept < kMostCalls && play(rival, explicable, swept + 1)) ++swept;
    return swept;
  }

  // On a real store, which is dear, only what the store has to tell apart: two who write the same.
  [[nodiscard]] bool is_real() const { return static_cast<bool>(ground_.make_store); }

  [[nodiscard]] bool makes_sense(const Rival& rival) const {
    if (rival.takes_time && ground_.settle == Millis::zero()) return false;
    if (is_real() && !rival.decisive) return false;
    Play play(ground_);
    use_case_.prelude(play);
    return !rival.needs_request || !play.id.empty();
  }

  void sweep_all(const std::vector<Rival>& rivals) const {
    std::size_t plays = 0;
    for (const Rival& rival : rivals) {
      if (makes_sense(rival)) plays += sweep(rival);
    }
    RecordProperty("meetings", std::to_string(plays));
    std::cout << "swept " << plays << " meetings of " << use_case_.name << " with a rival\n";
  }

  const UseCase use_case_;
  const Ground ground_;
};

class AccessRivalSweep : public RivalSweep {};
class AdministrationRivalSweep : public RivalSweep {};

TEST_P(AccessRivalSweep, EitherOfThemWasFirst) { sweep_all(rivals_for_access()); }
TEST_P(AdministrationRivalSweep, EitherOfThemWasFirst) { sweep_all(rivals_for_administration()); }

std::string name_of(const testing::TestParamInfo<Parameters>& info) {
  return std::get<UseCase>(info.param).name + std::get<Ground>(info.param).name;
}

INSTANTIATE_TEST_SUITE_P(UseCases, AccessRivalSweep,
                         testing::Combine(testing::ValuesIn(cases_about_access()),
                                          testing::Values(settling_ground(), sqlite_ground())),
                         name_of);
INSTANTIATE_TEST_SUITE_P(UseCases, AdministrationRivalSweep,
                         testing::Combine(testing::ValuesIn(administrators_cases()),
                                          testing::Values(memory_ground(), sqlite_ground())),
                         name_of);

}  // namespace
}  // namespace curfew::test
