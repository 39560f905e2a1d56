#include "adapters/aws/retry.h"

#include <algorithm>
#include <cstdint>

namespace curfew::aws {
namespace {

constexpr int kFullBucket = 500;
constexpr int kRetryPrice = 5;
constexpr int kTimeoutPrice = 10;
constexpr int kGoodCall = 1;
constexpr Millis kFirstPause{100};
constexpr Millis kFirstPauseWhenThrottled{1000};

// From 0 up to, and not including, 1.
double fraction(Entropy& entropy) {
  std::uint32_t bits = 0;
  for (const char byte : entropy.bytes(4)) bits = (bits << 8U) | static_cast<unsigned char>(byte);
  return bits / 4294967296.0;
}

}  // namespace

bool can_be_tried_again(const CallFailure& failure) {
  switch (failure.kind) {
    case FailureKind::kThrottled:
    case FailureKind::kLost: return true;
    case FailureKind::kNotSent: return !failure.is_configuration;
    case FailureKind::kServerError:
      return failure.status == 500 || failure.status == 502 || failure.status == 503 || failure.status == 504;
    case FailureKind::kRefused: return failure.code == "RequestTimeout" || failure.code == "RequestTimeoutException";
  }
  return false;
}

Millis pause_before(int retry, const CallFailure& failure, Entropy& entropy) {
  const Millis first = failure.kind == FailureKind::kThrottled ? kFirstPauseWhenThrottled : kFirstPause;
  const Millis most = std::min(first * (1 << std::min(retry - 1, 10)), kLongestPause);
  const Millis jittered(static_cast<Millis::rep>(fraction(entropy) * static_cast<double>(most.count())));
  return std::max(jittered, failure.retry_after.value_or(Millis(0)));
}

int RetryBudget::take(std::string_view service, const CallFailure& failure) {
  const int price = failure.kind == FailureKind::kLost ? kTimeoutPrice : kRetryPrice;
  const std::scoped_lock lock(mutex_);
  int& left = tokens(service);
  if (left < price) return 0;
  left -= price;
  return price;
}

void RetryBudget::give_back(std::string_view service, int last_price) {
  const std::scoped_lock lock(mutex_);
  int& left = tokens(service);
  left = std::min(kFullBucket, left + (last_price > 0 ? last_price : kGoodCall));
}

int& RetryBudget::tokens(std::string_view service) {
  const auto found = tokens_.find(service);
  return found != tokens_.end() ? found->second : tokens_.emplace(service, kFullBucket).first->second;
}

}  // namespace curfew::aws
