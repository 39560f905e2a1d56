#include "adapters/identity_center/call_budget.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace curfew::identity_center {

namespace {

using FractionalSeconds = std::chrono::duration<double>;

constexpr double kSlowest = 1;            // calls a second, however often AWS says "too many"
constexpr double kSecondsToRecover = 30;  // from nothing to the configured rate
constexpr double kBurst = 0.25;           // of a second's calls: an even stream is throttled least
constexpr Millis kOneThrottling{1'000};   // what is refused within it was refused for one and the same rush

}  // namespace

CallBudget::CallBudget(int calls_per_second, Instant now)
    : configured_(calls_per_second),
      rate_(configured_),
      tokens_(burst()),
      filled_at_(now),
      halved_at_(now - kOneThrottling) {}

bool CallBudget::take(Instant now) {
  if (configured_ <= 0) return true;
  refill(now);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

Millis CallBudget::until_next(Instant now) {
  if (configured_ <= 0) return Millis{0};
  refill(now);
  if (tokens_ >= 1) return Millis{0};
  return std::chrono::ceil<Millis>(FractionalSeconds((1 - tokens_) / rate_));
}

void CallBudget::throttled(Instant now) {
  if (configured_ <= 0) return;
  refill(now);
  tokens_ = std::min(tokens_, 0.0);
  if (now - halved_at_ < kOneThrottling && now >= halved_at_) return;
  halved_at_ = now;
  rate_ = std::max(std::min(kSlowest, configured_), rate_ / 2);
}

void CallBudget::refill(Instant now) {
  // The wall clock may have been set back: then nothing has passed.
  const double passed = std::max(0.0, FractionalSeconds(now - filled_at_).count());
  filled_at_ = now;
  rate_ = std::min(configured_, rate_ + passed * configured_ / kSecondsToRecover);
  tokens_ = std::min(burst(), tokens_ + passed * rate_);
}

double CallBudget::burst() const { return std::max(1.0, rate_ * kBurst); }

}  // namespace curfew::identity_center
