// Short forms for the sandbox's statements: prepare, bind and run in one call. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sqlite_file/connection.h"
#include "base/error.h"

namespace curfew::sandbox {

template <class... Values>
[[nodiscard]] Result<sqlite_file::Statement> bound(sqlite_file::Connection& connection, std::string_view sql,
                                                   const Values&... values) {
  auto statement = connection.prepare(sql);
  if (statement) (statement->bind(values), ...);
  return statement;
}

template <class... Values>
[[nodiscard]] Status run(sqlite_file::Connection& connection, std::string_view sql, const Values&... values) {
  auto statement = bound(connection, sql, values...);
  if (!statement) return fail(statement.error());
  return statement->run();
}

// Whether the query gives a row.
template <class... Values>
[[nodiscard]] Result<bool> any(sqlite_file::Connection& connection, std::string_view sql, const Values&... values) {
  auto statement = bound(connection, sql, values...);
  if (!statement) return fail(statement.error());
  return statement->step();
}

// The first column of the first row.
template <class... Values>
[[nodiscard]] Result<std::optional<std::string>> first_text(sqlite_file::Connection& connection, std::string_view sql,
                                                            const Values&... values) {
  auto statement = bound(connection, sql, values...);
  if (!statement) return fail(statement.error());
  const auto row = statement->step();
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  return statement->text(0);
}

}  // namespace curfew::sandbox
