// The one source of chance of a simulated world: the same seed gives the same throws on every machine.
// (Only the engine of the standard library is used: its distributions may differ from one library to the next.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

#include "base/time.h"

namespace curfew::simulation {

// Not for sharing between threads.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  // From 0 to `count` - 1; `count` is at least 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t count) { return engine_() % count; }
  // True `parts` times in ten thousand.
  [[nodiscard]] bool chance(std::uint32_t parts) { return parts > 0 && below(10'000) < parts; }
  [[nodiscard]] bool coin() { return (engine_() & 1U) == 1U; }
  // From `least` to `most`, both included.
  [[nodiscard]] Millis between(Millis least, Millis most) {
    return least + Millis(static_cast<std::int64_t>(below(static_cast<std::uint64_t>((most - least).count()) + 1)));
  }
  // One of the elements; there is at least one.
  template <class Range>
  [[nodiscard]] auto& one_of(Range& range) {
    return range[static_cast<std::size_t>(below(range.size()))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace curfew::simulation
