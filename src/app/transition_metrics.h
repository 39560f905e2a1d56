// What a stored step means in numbers. Names: docs/operations.md.
#pragma once

#include "base/time.h"
#include "ports/ledger.h"
#include "ports/telemetry.h"

namespace curfew {

void count_transition(Metrics& metrics, const Step& step, Instant now);

}  // namespace curfew
