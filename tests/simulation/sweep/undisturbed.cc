#include "simulation/sweep/undisturbed.h"

#include <gtest/gtest.h>

#include <limits>

namespace curfew::test {

Undisturbed play_undisturbed(const UseCase& use_case, const Ground& ground) {
  Play play(ground);
  use_case.prelude(play);
  play.world.gate.arm(std::numeric_limits<std::size_t>::max(), Fault::kDiesBefore);  // counts, and never comes to it
  Undisturbed result{.answer = play.act(use_case), .fates = {}, .calls = play.world.gate.calls()};
  play.world.gate.arm(0, Fault::kNone);
  if (!use_case.logs.empty()) EXPECT_GT(play.world.log.count(use_case.logs), 0) << use_case.name;
  play.come_to_rest();
  result.fates = play.fates();
  for (const std::string& complaint : play.complaints()) ADD_FAILURE() << use_case.name << ": " << complaint;
  return result;
}

}  // namespace curfew::test
