// How a use case goes when nothing goes wrong: what every broken play of it is held against.
#pragma once

#include <string>
#include <vector>

#include "simulation/sweep/play.h"

namespace curfew::test {

struct Undisturbed {
  Answer answer;
  std::vector<std::string> fates;
  std::vector<std::string> calls;  // of ports, "Ledger::commit", in order
};

// A failed test, too, when even so a promise is broken.
[[nodiscard]] Undisturbed play_undisturbed(const UseCase& use_case, const Ground& ground);

}  // namespace curfew::test
