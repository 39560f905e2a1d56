// What has to be written to get from one scene to the next. Pure.
#pragma once

#include <optional>

#include "domain/lifecycle.h"
#include "ports/ledger.h"

namespace curfew {

// Null when the scene has no such request.
[[nodiscard]] const Request* find_request(const Scene& scene, const RequestId& id);

[[nodiscard]] Step step_between(const Scene& before, const Transition& transition);
// Whether there is nothing to write.
[[nodiscard]] bool is_empty(const Step& step);

// Whether the transition decides on the access: gives or ends a lease, begins to make or to take away, or calls it
// standing. Whatever else is on record about the access has to be known first.
[[nodiscard]] bool decides_on_access(const Scene& before, const Scene& after);

}  // namespace curfew
