// Token buckets: so many calls a second, and a burst of so many after a pause. Memory is bounded: when there are too
// many callers, the one that has been away longest is forgotten. Thread-safe.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"

namespace curfew::http {

struct Rate {
  double per_second = 1;
  double burst = 1;  // at least 1
};

class Throttle {
 public:
  Throttle(Rate rate, std::size_t most_callers) : rate_(rate), most_callers_(most_callers) {}

  // Takes one call of `caller`'s share. 0 when it was there; else the seconds, at least 1, after which it is worth
  // trying again, and nothing was taken. A clock that jumps back gives nothing and takes nothing away.
  [[nodiscard]] int take(const std::string& caller, Instant now);

  [[nodiscard]] std::size_t callers() const;

 private:
  struct Bucket {
    std::string caller;
    double tokens;
    Instant filled_at;
  };
  using Buckets = std::list<Bucket>;

  Bucket& fill(const std::string& caller, Instant now);
  [[nodiscard]] int wait_for(const Bucket& bucket) const;

  const Rate rate_;
  const std::size_t most_callers_;
  mutable std::mutex mutex_;
  Buckets recent_first_;                                      // under mutex_
  std::unordered_map<std::string, Buckets::iterator> index_;  // under mutex_
};

}  // namespace curfew::http
