// Reads a checkpoint that was kept elsewhere, for `curfew audit verify --anchor`.
#pragma once

#include <string>

#include "app/verify_audit.h"
#include "base/error.h"

namespace curfew::cli {

// The file holds one JSON object with the members `number` and `hash`, such as a log line `audit_checkpoint`; where it
// holds several lines, the last one counts. Errors: kInvalid.
[[nodiscard]] Result<AuditAnchor> read_anchor(const std::string& path);

}  // namespace curfew::cli
