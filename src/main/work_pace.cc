#include "main/work_pace.h"

#include <algorithm>

namespace curfew::wiring {

bool WorkPace::wait_for_turn(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait(lock, stop, [&] { return !watched_; })) return false;
  watched_ = true;
  bool called = called_;
  while (!called && !stop.stop_requested()) {
    const Millis pause = pause_;
    // What is expected sooner than this watch ends makes it a shorter one. Each time by more than nothing, so it ends.
    const bool disturbed = changed_.wait_for(lock, stop, pause, [&] { return called_ || pause_ < pause; });
    called = called_;
    if (!disturbed) break;
  }
  watched_ = false;
  called_ = false;
  // What was just stored may not be in the store's index yet, so the looks after a call are close to each other.
  pause_ = called ? pauses_.shortest : std::min(2 * pause_, pauses_.longest);
  changed_.notify_all();
  return !stop.stop_requested();
}

void WorkPace::found() { look_at_once(); }

void WorkPace::expect(Millis due_in) {
  if (due_in <= Millis{0}) {
    look_at_once();
    return;
  }
  const std::scoped_lock lock(mutex_);
  if (due_in >= pause_) return;
  pause_ = std::max(due_in, pauses_.shortest);
  changed_.notify_all();
}

Millis WorkPace::pause() const {
  const std::scoped_lock lock(mutex_);
  return pause_;
}

void WorkPace::look_at_once() {
  const std::scoped_lock lock(mutex_);
  called_ = true;
  changed_.notify_all();
}

}  // namespace curfew::wiring
