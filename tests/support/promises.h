// Curfew's promises, held against what really happened in a World.
#pragma once

#include <string>
#include <vector>

#include "support/world.h"

namespace curfew::test {

// What holds at every moment, whatever goes wrong. `patience`: how late a revocation may be while things go wrong.
[[nodiscard]] std::vector<std::string> broken_promises_now(World& world, Millis patience);

// What holds when everything has come to rest: nothing is owed or under way, everybody was told, the audit trail is
// whole, and what Curfew made is gone.
[[nodiscard]] std::vector<std::string> broken_promises_at_rest(World& world);

}  // namespace curfew::test
