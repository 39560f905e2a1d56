// The time of day of this machine, and a faster one for demonstrations. Both are safe for use by many threads.
#pragma once

#include <cstdint>

#include "ports/clock.h"

namespace curfew::system {

// What the operating system says. The only reader of the wall clock in Curfew.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

// Shows `start` when it is made and from then on runs `speed` times as fast as `base`, which must outlive it. For
// demonstrations with embedded parts only: AWS would see such a clock as wrong.
class ScaledClock final : public Clock {
 public:
  // `speed` is 1 or more.
  ScaledClock(const Clock& base, Instant start, std::int32_t speed);

  [[nodiscard]] Instant now() const override;

 private:
  const Clock& base_;
  const Instant base_start_;
  const Instant start_;
  const std::int32_t speed_;
};

}  // namespace curfew::system
