// Use case: keeps the timer outside that watches a request's lease as the record wants it: set while the lease is live,
// gone when it is over.
//
// Setting and removing are one piece of owed work in a lane of the request's own, so they never overtake each other,
// and what died in between is done again by whoever holds the lane next: the timer's name is its key.
#pragma once

#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/owed_work.h"
#include "ports/revocation_timer.h"
#include "ports/telemetry.h"
#include "ports/work_queue.h"

namespace curfew {

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class KeepTimer {
 public:
  KeepTimer(TransitionWriter& writer, const TimerOutside& timer, Log& log, Metrics& metrics);

  // Errors: those of the timer, kNotFound, kConflict, kUnavailable, kDamaged: what is owed stays owed.
  [[nodiscard]] Status operator()(const OwedWork& work, const Claim& claim);

 private:
  [[nodiscard]] Status set(const Request& request, const Lease& lease, const Claim& claim);
  [[nodiscard]] Status give_up(const OwedWork& work);
  [[nodiscard]] Status remove(const Request& request, const Claim& claim);
  // When a call of `set` that stalled on its way can no longer arrive: what is removed before is removed once more.
  [[nodiscard]] Instant all_settled(const Request& request) const;
  // Nothing is to be done for what stands in this scene.
  [[nodiscard]] Status settle(const Scene& scene, const OwedWork& work, const Claim& claim);
  [[nodiscard]] Status tell(const RequestId& request, const Command& command);

  TransitionWriter& writer_;
  RevocationTimer* timer_;  // null: nobody outside keeps the time, and what was owed to somebody is waived
  Log& log_;
  Metrics& metrics_;
};

}  // namespace curfew
