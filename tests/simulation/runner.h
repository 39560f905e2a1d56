// Lives many worlds on all cores, each twice, and adds up what came of them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "simulation/judges/marks.h"
#include "simulation/judges/promises.h"

namespace curfew::simulation {

struct Campaign {
  std::uint64_t first_seed = 1;
  std::uint64_t seeds = 1;
  unsigned jobs = 1;
};

struct FailedSeed {
  std::uint64_t seed = 0;
  std::vector<std::string> sentences;
};

struct Score {
  std::uint64_t worlds = 0;
  std::uint64_t calm_worlds = 0;
  std::uint64_t steps = 0;
  Marks marks;
  std::array<std::uint64_t, kPromises> checked{};
  Millis worst_lateness{0};
  std::uint64_t worst_seed = 0;
  Millis worst_calm_lateness{0};
  std::vector<FailedSeed> failed;  // in the order of their seeds

  void add(const Score& other);
};

// `progress` is told the score from time to time, by one thread at a time.
[[nodiscard]] Score run(const Campaign& campaign, const std::function<void(const Score&)>& progress);

}  // namespace curfew::simulation
