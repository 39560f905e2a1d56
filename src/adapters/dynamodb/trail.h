// The audit trail: every event at its position, 1, 2, 3 … without gaps. For this folder only.
//
// A step stores its events under their chains, and beside them one list that names them (unplaced_events.h). Placing
// moves lists to the trail: one transaction appends a stretch at the position after the last one, and removes the lists
// that it is made of. So whoever places, and wherever they die, each event is placed once; of two who place at the same
// moment, one finds the position or a list taken, and reads again. Events are written once and never touched, so what
// the trail names and is not there was removed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "adapters/dynamodb/tables.h"
#include "adapters/dynamodb/unplaced_events.h"
#include "base/error.h"

namespace curfew::dynamodb {

// Places every event that was committed before the call. Errors: kUnavailable, kDamaged.
[[nodiscard]] Status place_events(Tables& tables);

struct PlacedName {
  std::int64_t position = 0;
  EventName event;
};

// What the trail names after `position`, at most `limit`; consistent.
[[nodiscard]] Result<std::vector<PlacedName>> names_after(Tables& tables, std::int64_t position, std::size_t limit);

}  // namespace curfew::dynamodb
