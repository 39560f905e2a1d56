#include "adapters/identity_center/pace.h"

#include <algorithm>
#include <chrono>

namespace curfew::identity_center {

namespace {

// Nobody waits longer at a stretch: the clock may be set, and the budget may grow.
constexpr Millis kLongestNap{50};

}  // namespace

Pace::Pace(const Clock& clock, int calls_per_second) : clock_(clock), budget_(calls_per_second, clock.now()) {}

bool Pace::wait_for_turn(Urgency urgency, Millis patience) {
  std::unique_lock lock(mutex_);
  const Place mine{urgency, ++last_number_};
  queue_.insert(mine);
  bool my_turn = false;
  while (true) {
    my_turn = *queue_.begin() == mine && budget_.take(clock_.now());
    if (my_turn || patience <= Millis{0}) break;
    const Millis nap = std::clamp(budget_.until_next(clock_.now()), Millis{1}, std::min(patience, kLongestNap));
    if (moved_.wait_for(lock, nap) == std::cv_status::timeout) patience -= nap;
  }
  queue_.erase(mine);
  lock.unlock();
  moved_.notify_all();
  return my_turn;
}

void Pace::throttled() {
  const std::scoped_lock lock(mutex_);
  budget_.throttled(clock_.now());
}

std::size_t Pace::waiting() const {
  const std::scoped_lock lock(mutex_);
  return queue_.size();
}

}  // namespace curfew::identity_center
