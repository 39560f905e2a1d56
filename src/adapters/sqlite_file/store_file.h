// The store's file as a file: made with the right mode, and looked at before SQLite touches it. For this folder only.
#pragma once

#include <string>

#include "base/error.h"

namespace curfew::sqlite_file {

// Makes the file at `path` (mode 0600, durable in its folder) when there is none, and refuses one that Curfew did not
// make. Returns the absolute path, which SQLite cannot take for a URI or an in-memory database. Errors: kDamaged,
// kUnavailable; both say what to do, and what is refused is not changed.
[[nodiscard]] Result<std::string> prepare_file(const std::string& path);

}  // namespace curfew::sqlite_file
