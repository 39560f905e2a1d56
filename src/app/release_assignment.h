// Use case: `curfew assignment release`. An administrator closes what AWS refuses to take away (the principal was
// deleted, the account closed), after having made sure by other means that nobody can use it.
#pragma once

#include <optional>
#include <string>

#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/assignment.h"
#include "domain/request.h"

namespace curfew {

// Thread-safe; lives as long as the ports it was given.
class ReleaseAssignment {
 public:
  explicit ReleaseAssignment(TransitionWriter& writer) : writer_(writer) {}

  // The assignment is named by a request that waits for it, or by its own key: where standing access was ordered taken,
  // no request waits. All that do are closed. `reason` obeys the rules for text. The answer is the request, or the
  // assignment, after it.
  // Errors (nothing stored): kNotFound, kInvalid, kConflict (not BLOCKED), kUnavailable (may have been stored when
  // effect is kMaybe), kDamaged.
  [[nodiscard]] Result<Request> operator()(const RequestId& id, const std::string& reason, const Actor& administrator);
  [[nodiscard]] Result<Assignment> operator()(const AssignmentKey& key, const std::string& reason,
                                              const Actor& administrator);

 private:
  // Empty when somebody else got in between.
  [[nodiscard]] Result<std::optional<Assignment>> attempt(const AssignmentKey& key, const command::Release& order,
                                                          const Actor& administrator);

  TransitionWriter& writer_;
};

}  // namespace curfew
