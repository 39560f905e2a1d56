// A clock that stands still until a test moves it. Safe for use by many threads.
#pragma once

#include <atomic>

#include "ports/clock.h"

namespace curfew::test {

// 2025-12-06T14:30:00Z.
inline constexpr Instant kTestStart{std::chrono::seconds{1'765'031'400}};

class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant now = kTestStart) : now_(now) {}

  [[nodiscard]] Instant now() const override { return now_.load(); }
  void set(Instant now) { now_.store(now); }
  void advance(Millis by) {
    Instant now = now_.load();
    while (!now_.compare_exchange_weak(now, now + by)) {
    }
  }

 private:
  std::atomic<Instant> now_;
};

}  // namespace curfew::test
