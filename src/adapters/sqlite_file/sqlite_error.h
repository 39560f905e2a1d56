// SQLite's result codes as errors of ours; for this folder only.
#pragma once

#include <string_view>

#include "base/error.h"

struct sqlite3;

namespace curfew::sqlite_file {

// The error behind `result`, which `database` (may be null) gave while doing `what` (SQL or a file name; for the log).
[[nodiscard]] Error sqlite_error(sqlite3* database, int result, std::string_view what);

}  // namespace curfew::sqlite_file
