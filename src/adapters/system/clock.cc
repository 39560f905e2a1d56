#include "adapters/system/clock.h"

#include <chrono>

#include "base/check.h"

namespace curfew::system {

Instant SystemClock::now() const { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

ScaledClock::ScaledClock(const Clock& base, Instant start, std::int32_t speed)
    : base_(base), base_start_(base.now()), start_(start), speed_(speed) {
  ensure(speed >= 1, "a clock runs forwards");
}

Instant ScaledClock::now() const { return start_ + ((base_.now() - base_start_) * speed_); }

}  // namespace curfew::system
