// Reads an assignment and the requests that lie on it so that they fit together. For use cases; thread-safe.
#pragma once

#include <functional>
#include <optional>

#include "base/error.h"
#include "domain/lifecycle.h"
#include "ports/ledger.h"

namespace curfew {

// How often a use case loads and tries again before it tells the caller that there is too much contention.
inline constexpr int kMostTries = 16;

[[nodiscard]] std::unexpected<Error> too_much_contention();

// Reads one request; `lease` is null when it has none on the assignment.
using ReadRequest = std::function<Result<std::optional<Request>>(const RequestId&, const Lease* lease)>;

// The assignment (a new one when none is stored), every request with a lease on it, and `also`.
// Errors: kUnavailable; kDamaged when a record cannot be read or they contradict each other; kConflict when others kept
// changing them.
[[nodiscard]] Result<Scene> load_scene(Ledger& ledger, const AssignmentKey& key, const std::optional<RequestId>& also,
                                       const ReadRequest& read);
// With requests just as the ledger has them.
[[nodiscard]] Result<Scene> load_scene(Ledger& ledger, const AssignmentKey& key,
                                       const std::optional<RequestId>& also = std::nullopt);

}  // namespace curfew
