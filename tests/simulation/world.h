// A simulated world: production code of one to three servers, people, an Identity Center with a will of its own, and
// all of it from one seed. The same seed gives the same world, step for step.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "simulation/engine/fiber.h"
#include "simulation/engine/trace.h"
#include "simulation/judges/marks.h"
#include "simulation/judges/promises.h"

namespace curfew::simulation {

// What came of one world.
struct Verdict {
  std::uint64_t seed = 0;
  std::uint64_t hash = 0;  // of everything that happened
  bool calm = false;       // nothing went wrong in it
  std::vector<BrokenPromise> broken;
  Marks marks;
  std::array<std::uint64_t, kPromises> checked{};
  Millis worst_lateness{0};
  std::uint64_t steps = 0;
};

// Lives one world through to its end. `stacks` may be used for one world after the other by the same thread. `reader`,
// where there is one, is told every step.
[[nodiscard]] Verdict simulate(std::uint64_t seed, FiberStacks& stacks, Trace::Reader reader = {});

// When the world of every seed begins.
[[nodiscard]] Instant beginning();

}  // namespace curfew::simulation
