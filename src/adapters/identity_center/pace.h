// Lets calls to Identity Center out one after the other, as fast as the budget has it and the most urgent first.
//
// Whoever takes access away goes before whoever gives it, and both before listings. Safe for use by many threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <utility>

#include "adapters/identity_center/call_budget.h"
#include "base/time.h"
#include "ports/clock.h"

namespace curfew::identity_center {

// In the order in which they are let out.
enum class Urgency : std::uint8_t { kRevocation, kGrant, kListing };

class Pace {
 public:
  // `clock` must outlive this.
  Pace(const Clock& clock, int calls_per_second);

  // Waits for its turn, `patience` at most. False when that was not enough: the call must not be made.
  [[nodiscard]] bool wait_for_turn(Urgency urgency, Millis patience);
  // AWS refused a call as one too many.
  void throttled();

  // Callers that wait now.
  [[nodiscard]] std::size_t waiting() const;

 private:
  using Place = std::pair<Urgency, std::uint64_t>;

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable moved_;  // the front of the queue, or its length
  CallBudget budget_;
  std::set<Place> queue_;
  std::uint64_t last_number_ = 0;
};

}  // namespace curfew::identity_center
