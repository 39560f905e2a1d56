// Use case: `curfew assignment release`. An administrator closes what AWS refuses to take away (the principal was
// deleted, the account closed), after having made sure by other means that nobody can use it.
#pragma once

#include <string>

#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/request.h"

namespace curfew {

// Thread-safe; lives as long as the ports it was given.
class ReleaseAssignment {
 public:
  explicit ReleaseAssignment(TransitionWriter& writer) : writer_(writer) {}

  // The request, closed; so are all others that waited for the same assignment. `reason` obeys the rules for text.
  // Errors (nothing stored): kNotFound, kInvalid, kConflict (not BLOCKED), kUnavailable (may have been stored when
  // effect is kMaybe), kDamaged.
  [[nodiscard]] Result<Request> operator()(const RequestId& id, const std::string& reason, const Actor& administrator);

 private:
  TransitionWriter& writer_;
};

}  // namespace curfew
