#include "adapters/sandbox/call_limit.h"

#include <chrono>

namespace curfew::sandbox {

CallLimit::CallLimit(int calls_per_second) : calls_per_second_(static_cast<std::size_t>(calls_per_second)) {}

bool CallLimit::admit(Instant now) {
  if (calls_per_second_ == 0) return true;
  const std::scoped_lock lock(mutex_);
  // Calls "in the future" are from before the clock was set back; they would block for as long as it was set back by.
  std::erase_if(admitted_, [now](Instant at) { return at > now || now - at >= std::chrono::seconds{1}; });
  if (admitted_.size() >= calls_per_second_) return false;
  admitted_.push_back(now);
  return true;
}

}  // namespace curfew::sandbox
