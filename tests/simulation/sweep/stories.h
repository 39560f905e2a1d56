// The stories that Curfew exists for, and who gets in the way.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "simulation/sweep/stage.h"

namespace curfew::test {

struct Story {
  std::string name;
  std::function<void(World&, Stage&)> act;
  // What somebody else does to the same access at the worst moment.
  std::function<void(World&)> rival;

  friend void PrintTo(const Story& story, std::ostream* out) { *out << story.name; }
};

[[nodiscard]] const std::vector<Story>& stories();

}  // namespace curfew::test
