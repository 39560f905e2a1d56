// A step as one transaction. For this folder only.
#pragma once

#include <cstdint>
#include <string>

#include "adapters/dynamodb/settings.h"
#include "adapters/dynamodb/transaction.h"
#include "base/error.h"
#include "ports/ledger.h"

namespace curfew::dynamodb {

// Everything that `step` writes, under all of its conditions. `order` is where its events stand in the audit trail (see
// unplaced_events.h). Errors: kConflict when two parts of the step contradict each other, kInternal for a step that no
// transition makes.
[[nodiscard]] Result<Transaction> transaction_of(const Step& step, const Settings& settings, std::string token,
                                                 std::int64_t order);

}  // namespace curfew::dynamodb
