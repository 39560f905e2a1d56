#include "adapters/system/clock.h"

#include <cassert>
#include <chrono>

namespace curfew::system {

Instant SystemClock::now() const { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

ScaledClock::ScaledClock(const Clock& base, Instant start, std::int32_t speed)
    : base_(base), base_start_(base.now()), start_(start), speed_(speed) {
  assert(speed >= 1);
}

Instant ScaledClock::now() const { return start_ + ((base_.now() - base_start_) * speed_); }

}  // namespace curfew::system
