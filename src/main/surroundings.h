// What every part stands on: time, randomness, log and metrics of this process.
#pragma once

#include "ports/clock.h"
#include "ports/entropy.h"
#include "ports/telemetry.h"

namespace curfew::wiring {

struct Surroundings {
  const Clock& clock;
  Entropy& entropy;
  Log& log;
  Metrics& metrics;
};

}  // namespace curfew::wiring
