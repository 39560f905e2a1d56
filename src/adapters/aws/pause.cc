#include "adapters/aws/pause.h"

#include <thread>

namespace curfew::aws {

void SleepingPause::wait(Millis time) { std::this_thread::sleep_for(time); }

}  // namespace curfew::aws
