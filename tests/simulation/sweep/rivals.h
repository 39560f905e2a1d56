// Who gets in the way: another server on the same store, on which somebody's use case runs from beginning to end.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "simulation/sweep/play.h"

namespace curfew::test {

struct Rival {
  std::string name;
  // `use_case` is the one that is rivalled.
  std::function<Answer(const Turn&, const UseCase& use_case)> act;
  bool needs_request = false;  // there has to be a request already
  // Meanwhile the other stalls. Only where conclusions wait for Identity Center to settle, and what comes out may be
  // neither what comes out before nor what comes out after: a decision may be an hour old when it is stored.
  bool takes_time = false;
  bool decisive = false;  // writes what the other is about to write: also tried on a real store, which is dear
};

[[nodiscard]] std::vector<Rival> rivals_for_access();
[[nodiscard]] std::vector<Rival> rivals_for_administration();

}  // namespace curfew::test
