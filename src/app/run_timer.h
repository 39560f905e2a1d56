// Use case: a request's time has come: its curfew, or the end of its wait for a decision.
//
// A timer is a hint; the record decides. One that comes too early changes nothing and is set again.
#pragma once

#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/request.h"

namespace curfew {

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class RunTimer {
 public:
  explicit RunTimer(TransitionWriter& writer) : writer_(writer) {}

  // Ends the request's lease if its end has come. The request as it is afterwards.
  // Errors: kNotFound, kConflict, kUnavailable (may have been stored when effect is kMaybe), kDamaged.
  [[nodiscard]] Result<Request> end_lease(const RequestId& id);
  // Lets a pending request expire if nobody decided in time. Errors as above.
  [[nodiscard]] Result<Request> lapse(const RequestId& id);

  // When each of them is due for this request; empty when it no longer is.
  [[nodiscard]] static std::optional<Instant> lease_end_of(const Request& request);
  [[nodiscard]] std::optional<Instant> lapse_of(const Request& request) const;

 private:
  TransitionWriter& writer_;
};

}  // namespace curfew
