#include "entry/http/throttle.h"

#include <algorithm>
#include <cmath>

namespace curfew::http {

int Throttle::take(const std::string& caller, Instant now) {
  const std::scoped_lock lock(mutex_);
  Bucket& bucket = fill(caller, now);
  const int wait = wait_for(bucket);
  if (wait == 0) bucket.tokens -= 1;
  return wait;
}

std::size_t Throttle::callers() const {
  const std::scoped_lock lock(mutex_);
  return index_.size();
}

Throttle::Bucket& Throttle::fill(const std::string& caller, Instant now) {
  const auto found = index_.find(caller);
  if (found == index_.end()) {
    if (index_.size() >= most_callers_) {
      index_.erase(recent_first_.back().caller);
      recent_first_.pop_back();
    }
    recent_first_.push_front({.caller = caller, .tokens = rate_.burst, .filled_at = now});
    index_.emplace(caller, recent_first_.begin());
    return recent_first_.front();
  }
  recent_first_.splice(recent_first_.begin(), recent_first_, found->second);
  Bucket& bucket = recent_first_.front();
  const double passed = std::chrono::duration<double>(std::max(now - bucket.filled_at, Millis(0))).count();
  bucket.tokens = std::min(rate_.burst, bucket.tokens + (passed * rate_.per_second));
  bucket.filled_at = now;
  return bucket;
}

int Throttle::wait_for(const Bucket& bucket) const {
  if (bucket.tokens >= 1) return 0;
  return std::max(1, static_cast<int>(std::ceil((1 - bucket.tokens) / rate_.per_second)));
}

}  // namespace curfew::http
