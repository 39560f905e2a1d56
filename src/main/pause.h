// A pause of a background thread.
#pragma once

#include <stop_token>

#include "base/time.h"

namespace curfew::wiring {

// Of real time; ends early when the thread is to stop.
void pause_for(const std::stop_token& stop, Millis time);

}  // namespace curfew::wiring
