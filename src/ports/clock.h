// The time of day. Implementations: adapters/system. All methods may be called at the same time.
#pragma once

#include "base/time.h"

namespace curfew {

class Clock {
 public:
  virtual ~Clock() = default;

  // Wall-clock time, UTC. May jump when an administrator sets the clock; the record, not a timer, decides what is due.
  [[nodiscard]] virtual Instant now() const = 0;
};

}  // namespace curfew
