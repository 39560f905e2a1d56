// Whether the store can be worked with: at the start of a server, and for `curfew doctor`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/dynamodb/tables.h"
#include "base/error.h"

namespace curfew::dynamodb {

enum class FindingKind : std::uint8_t { kFine, kAdvice, kFault };

struct TableFinding {
  FindingKind kind = FindingKind::kFault;
  std::string text;                            // a sentence: what works; or what is wrong, and how to mend it
  ErrorCode code = ErrorCode::kConfiguration;  // of a fault; kUnavailable where trying again may help
};

// Looks at both tables with real calls: that they are there with their keys and indexes, in a form that this version
// knows, and that this process may make every call it needs (writes are tried under conditions that never hold, so
// nothing is written). A setting that is switched off is advice.
[[nodiscard]] std::vector<TableFinding> look_at_tables(Tables& tables);

// The faults of look_at_tables as one error; kUnavailable only where nothing else is wrong.
[[nodiscard]] Status check_tables(Tables& tables);

}  // namespace curfew::dynamodb
