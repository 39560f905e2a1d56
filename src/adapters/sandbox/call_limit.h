// The limit on calls a second that Identity Center puts on all its APIs together. In memory: it counts this process.
// Safe for use by many threads.
#pragma once

#include <deque>
#include <mutex>

#include "base/time.h"

namespace curfew::sandbox {

class CallLimit {
 public:
  // 0 is "no limit".
  explicit CallLimit(int calls_per_second);

  // Counts a call at `now`; false when as many calls as allowed were let through in the second up to `now`.
  [[nodiscard]] bool admit(Instant now);

 private:
  const std::size_t calls_per_second_;
  std::mutex mutex_;
  std::deque<Instant> admitted_;  // in the last second
};

}  // namespace curfew::sandbox
