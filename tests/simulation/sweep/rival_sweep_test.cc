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
#include <utility>
#include <vector>

#include "simulation/sweep/rivals.h"
#include "simulation/sweep/undisturbed.h"
#include "simulation/sweep/use_cases.h"

namespace curfew::test {
namespace {

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
  RivalSweep()
      : use_case_(std::get<UseCase>(GetParam())),
        ground_(std::get<Ground>(GetParam())),
        yardstick_(is_real() ? memory_ground() : ground_) {}

  [[nodiscard]] Answer act(Play& play, const Rival& rival) const {
    return rival.act(play.rivals_turn("the rival's call"), use_case_);
  }

  void come_to_rest(Play& play, Outcome& outcome) const {
    play.world.gate.arm(0, Fault::kNone);
    play.come_to_rest();
    outcome.fates = play.fates();
    for (std::string& command : play.unended_commands()) outcome.fates.push_back(std::move(command));
    for (const std::string& complaint : play.complaints()) ADD_FAILURE() << complaint;
  }

  [[nodiscard]] Outcome one_after_the_other(const Rival& rival, bool rival_first) const {
    const testing::ScopedTrace trace(__FILE__, __LINE__, rival_first ? "the rival goes first" : "the rival goes last");
    Play play(yardstick_);
    use_case_.prelude(play);
    Outcome outcome;
    if (rival_first) outcome.rivals_answer = act(play, rival);
    outcome.answer = play.act(use_case_);
    if (!rival_first) outcome.rivals_answer = act(play, rival);
    come_to_rest(play, outcome);
    return outcome;
  }

  // How many calls there are that a rival can be just before.
  [[nodiscard]] std::size_t meetings() const {
    const auto calls = play_undisturbed(use_case_, yardstick_).calls;
    return is_real() ? static_cast<std::size_t>(std::ranges::count(calls, "Ledger::commit")) : calls.size();
  }

  // The rival goes just before the n-th of them.
  void play(const Rival& rival, const std::vector<Outcome>& explicable, std::size_t nth) const {
    Play play(ground_);
    use_case_.prelude(play);
    Outcome outcome;
    play.world.gate.arm(nth, is_real() ? Fault::kRival : Fault::kRivalBefore,
                        [&] { outcome.rivals_answer = act(play, rival); });
    outcome.answer = play.act(use_case_);
    ASSERT_TRUE(play.world.gate.fired()) << "there is no call " << nth;
    const testing::ScopedTrace trace(__FILE__, __LINE__,
                                     "before call " + std::to_string(nth) + ", " + play.world.gate.calls().back());
    come_to_rest(play, outcome);
    EXPECT_TRUE(rival.takes_time || std::ranges::find(explicable, outcome) != explicable.end())
        << testing::PrintToString(outcome) << "\nis none of " << testing::PrintToString(explicable);
  }

  void sweep(const Rival& rival, std::size_t meetings) const {
    const testing::ScopedTrace trace(__FILE__, __LINE__, use_case_.name + ", and the rival " + rival.name);
    const std::vector<Outcome> explicable{one_after_the_other(rival, true), one_after_the_other(rival, false)};
    for (std::size_t nth = 1; nth <= meetings; ++nth) play(rival, explicable, nth);
  }

  // On a real store, which is dear, only what the store has to tell apart: two who write the same.
  [[nodiscard]] bool is_real() const { return static_cast<bool>(ground_.make_store); }

  [[nodiscard]] bool makes_sense(const Rival& rival) const {
    if (rival.takes_time && ground_.settle == Millis::zero()) return false;
    if (is_real() && !rival.decisive) return false;
    // Two steps, each by the catalog of its time: taken over by the old one, and refused by the new one.
    if (use_case_.name == "ApproveAnEarlierRequest" && rival.name == "reloads the catalog") return false;
    Play play(yardstick_);
    use_case_.prelude(play);
    return !rival.needs_request || !play.id.empty();
  }

  void sweep_all(const std::vector<Rival>& rivals) const {
    const std::size_t meetings = this->meetings();
    std::size_t plays = 0;
    for (const Rival& rival : rivals) {
      if (!makes_sense(rival)) continue;
      sweep(rival, meetings);
      plays += meetings;
    }
    RecordProperty("meetings", std::to_string(plays));
    std::cout << "swept " << plays << " meetings of " << use_case_.name << " with a rival\n";
  }

  const UseCase use_case_;
  const Ground ground_;
  const Ground yardstick_;  // what comes out one after the other is the same on every store
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
INSTANTIATE_TEST_SUITE_P(Adoptions, AccessRivalSweep,
                         testing::Combine(testing::ValuesIn(adoptions_cases()), testing::Values(shared_ground())),
                         name_of);
INSTANTIATE_TEST_SUITE_P(UseCases, AdministrationRivalSweep,
                         testing::Combine(testing::ValuesIn(administrators_cases()),
                                          testing::Values(memory_ground(), sqlite_ground())),
                         name_of);

}  // namespace
}  // namespace curfew::test
