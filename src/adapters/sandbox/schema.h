// The sandbox's tables in the SQLite file.
#pragma once

#include "adapters/sqlite_file/database.h"

namespace curfew::sandbox {

[[nodiscard]] sqlite_file::Schema sandbox_schema();

}  // namespace curfew::sandbox
