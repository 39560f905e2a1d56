// The tables of ledger, work queue, request index and audit log; docs/formats.md describes each column.
#pragma once

#include "adapters/sqlite_file/schema.h"

namespace curfew::sqlite {

[[nodiscard]] sqlite_file::Schema ledger_schema();

}  // namespace curfew::sqlite
