// What must be true of every single transition, whatever the story: see the list in the source.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/lifecycle.h"

namespace curfew::test {

// One transition with all that it followed from. `owed` is the owed work as stored after it, by id.
struct Passage {
  const Scene& before;
  const Command& command;
  const Transition& transition;
  const std::map<std::string, OwedWork>& owed;
  Instant now;
  const Rules& rules;
};

// A sentence for each broken promise; empty when all hold.
[[nodiscard]] std::vector<std::string> broken_promises(const Passage& passage);

}  // namespace curfew::test
