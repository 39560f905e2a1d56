#include "adapters/identity_center/outstanding_creates.h"

#include <algorithm>
#include <chrono>

namespace curfew::identity_center {

namespace {

// Creates take seconds. One of which nobody has heard for so long was followed by another server, or never was.
constexpr std::chrono::minutes kRunsAtMost{2};
constexpr std::chrono::seconds kLostAtMost{30};

}  // namespace

OutstandingCreates::OutstandingCreates(int most) : most_(static_cast<std::size_t>(std::max(0, most))) {}

bool OutstandingCreates::begin(Instant now) {
  const std::scoped_lock lock(mutex_);
  forget_old(now);
  if (most_ != 0 && being_asked_ + running_.size() + lost_.size() >= most_) return false;
  ++being_asked_;
  return true;
}

void OutstandingCreates::accepted(const OperationId& id, Instant now) {
  const std::scoped_lock lock(mutex_);
  --being_asked_;
  running_.insert_or_assign(id, now);
}

void OutstandingCreates::refused() {
  const std::scoped_lock lock(mutex_);
  --being_asked_;
}

void OutstandingCreates::lost(Instant now) {
  const std::scoped_lock lock(mutex_);
  --being_asked_;
  lost_.push_back(now);
}

void OutstandingCreates::ended(const OperationId& id) {
  const std::scoped_lock lock(mutex_);
  running_.erase(id);
}

void OutstandingCreates::forget_old(Instant now) {
  std::erase_if(running_, [&](const auto& one) { return now - one.second >= kRunsAtMost; });
  std::erase_if(lost_, [&](Instant at) { return now - at >= kLostAtMost; });
}

}  // namespace curfew::identity_center
