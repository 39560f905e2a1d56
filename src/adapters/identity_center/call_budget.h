// How many calls may still go out: a token bucket whose rate falls when AWS says "too many" and comes back slowly.
//
// Identity Center allows 20 calls a second for a whole instance, all of its APIs and all callers together, and this is
// one server's share of them. https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html
// Pure: time is an argument. Not safe for use by many threads; Pace is.
#pragma once

#include "base/time.h"

namespace curfew::identity_center {

class CallBudget {
 public:
  // 0 is "no limit".
  CallBudget(int calls_per_second, Instant now);

  // Takes one call out of the budget; false when none is left at `now`.
  [[nodiscard]] bool take(Instant now);
  // From `now` until there is one again, if nobody else takes it.
  [[nodiscard]] Millis until_next(Instant now);
  // AWS refused a call: half as many from now on. Answers to calls that went out together count once.
  void throttled(Instant now);

  [[nodiscard]] double calls_per_second() const { return rate_; }

 private:
  void refill(Instant now);
  [[nodiscard]] double burst() const;

  const double configured_;
  double rate_;
  double tokens_;
  Instant filled_at_;
  Instant halved_at_;
};

}  // namespace curfew::identity_center
