#include "main/pause.h"

#include <condition_variable>
#include <mutex>

namespace curfew::wiring {

void pause_for(const std::stop_token& stop, Millis time) {
  std::mutex mutex;
  std::condition_variable_any asleep;
  std::unique_lock lock(mutex);
  asleep.wait_for(lock, stop, time, [&] { return stop.stop_requested(); });
}

}  // namespace curfew::wiring
