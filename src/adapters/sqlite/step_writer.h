// What Ledger::commit does inside its transaction. For this folder only.
#pragma once

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"
#include "ports/ledger.h"

namespace curfew::sqlite {

// Checks every condition of `step` and writes it. kConflict when one does not hold, kInternal for a step that no
// transition makes; the caller's transaction then has to be undone.
[[nodiscard]] Status write_step(sqlite_file::Connection& connection, const Step& step);

}  // namespace curfew::sqlite
