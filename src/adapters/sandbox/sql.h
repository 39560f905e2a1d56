// A question that the sandbox's statements often ask. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"

namespace curfew::sandbox {

// The first column of the first row; empty when there is no row.
template <class... Values>
[[nodiscard]] Result<std::optional<std::string>> first_text(sqlite_file::Connection& connection, std::string_view sql,
                                                            const Values&... values) {
  return connection.first(
      sql, [](const sqlite_file::Statement& row) -> Result<std::string> { return row.text(0); }, values...);
}

}  // namespace curfew::sandbox
