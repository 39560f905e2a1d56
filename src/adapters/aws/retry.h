// When a call is tried again, after how long, and how often at most. As botocore's "standard" mode has it:
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "adapters/aws/caller.h"
#include "base/time.h"
#include "ports/entropy.h"

namespace curfew::aws {

inline constexpr Millis kLongestPause = std::chrono::seconds(20);

// Whether another attempt may end otherwise. What a wrong configuration or AWS's own refusal ended will not.
[[nodiscard]] bool can_be_tried_again(const CallFailure& failure);

// Before the `retry`th retry (from 1): a random part ("full jitter") of a time that doubles, and at least what AWS asks
// for. More than kLongestPause is not worth waiting for here.
[[nodiscard]] Millis pause_before(int retry, const CallFailure& failure, Entropy& entropy);

// Keeps a sick service from being hit three times as hard: each service has a bucket of tokens, which retries drain and
// successes fill. Thread-safe.
class RetryBudget {
 public:
  // Takes the price of a retry after `failure`, which is what it returns; 0 when there is not enough left.
  [[nodiscard]] int take(std::string_view service, const CallFailure& failure);
  // After a success: what its last retry cost comes back, and a little for a call that needed none.
  void give_back(std::string_view service, int last_price);

 private:
  int& tokens(std::string_view service);

  std::mutex mutex_;
  std::map<std::string, int, std::less<>> tokens_;  // guarded by mutex_
};

}  // namespace curfew::aws
