// Owed work, taken lane by lane under claims. Work is stored by Ledger::commit and by nothing else.
//
// Implementations: adapters/sqlite, adapters/dynamodb. All methods may be called at the same time, by several
// servers that share the store. Errors of all methods: kUnavailable, kDamaged; a failed call may have taken effect
// where it says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "domain/owed_work.h"

namespace curfew {

// A server's hold on a lane. A newer claim of the same lane has a greater `epoch` and makes this one stale.
struct Claim {
  std::string lane;
  std::int64_t epoch = 0;
  Instant claimed_at;  // AWS calls under this claim are signed with a time not later than their own write
  Instant until;       // others may take the lane from then on
};

class WorkQueue {
 public:
  virtual ~WorkQueue() = default;

  // Lanes of `work_class` that hold work due at `now` and are not claimed beyond `now`: the ones whose due work has the
  // smallest priority number first, then the longest due. At most `limit` (1 to 1,000).
  // Work of kinds that this version does not know is left out and left alone, here and in `in_lane`.
  [[nodiscard]] virtual Result<std::vector<std::string>> due_lanes(WorkClass work_class, Instant now,
                                                                   std::size_t limit) = 0;

  // Claims `lane` until `until`, unless somebody holds it beyond `now`: then empty. A claim made minutes after `now`
  // (the clock was set back since) counts for nothing. May have taken effect when it fails; it then lapses by itself.
  [[nodiscard]] virtual Result<std::optional<Claim>> claim(const std::string& lane, Instant now, Instant until) = 0;

  // Lets go; a step under the claim is a conflict from then on. Harmless when the claim is stale.
  [[nodiscard]] virtual Status release(const Claim& claim) = 0;

  // All work of the lane that is due at `now` or in flight: by priority, then by due time. At most 1,000. Damaged work
  // is set aside, told about once with kDamaged, and left out from then on, so that it does not hold up the lane.
  [[nodiscard]] virtual Result<std::vector<OwedWork>> in_lane(const std::string& lane, Instant now) = 0;

  // One piece of work by its id; empty too for a kind that this version does not know. Consistent.
  [[nodiscard]] virtual Result<std::optional<OwedWork>> work(const std::string& id) = 0;

  // When the next work that is not due yet becomes due; empty when there is none. A hint for a timer.
  [[nodiscard]] virtual Result<std::optional<Instant>> next_due(WorkClass work_class, Instant after) = 0;

  // How much work of a class is due and not done: for metrics.
  [[nodiscard]] virtual Result<std::int64_t> backlog(WorkClass work_class, Instant now) = 0;
};

}  // namespace curfew
