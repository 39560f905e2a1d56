// Rows as records: what every table of this folder has in common. For this folder only.
#pragma once

#include <string>
#include <utility>

#include "adapters/sqlite_file/attributes_json.h"
#include "adapters/sqlite_file/connection.h"
#include "base/error.h"
#include "domain/attributes.h"

namespace curfew::sqlite {

// The record in column `column`, read by `parse` (const Attributes& -> Result<Record>). kDamaged, with `key` in the log
// text, when it is not what Curfew wrote: then this record cannot be used, and all others can.
template <class Parse>
[[nodiscard]] auto record_in(const sqlite_file::Statement& row, int column, const std::string& key, Parse parse)
    -> decltype(parse(Attributes{})) {
  const Result<Attributes> attributes = sqlite_file::from_json(row.text(column));
  if (!attributes) {
    Error error = attributes.error();
    error.log_text = key + ": " + error.log_text;
    return fail(std::move(error));
  }
  auto record = parse(*attributes);
  if (!record) record.error().log_text = key + ": " + record.error().log_text;
  return record;
}

// A column says something else than the record it was written from.
[[nodiscard]] inline std::unexpected<Error> damaged_row(const std::string& key) {
  return damaged_record(key + ": the columns contradict the attributes");
}

}  // namespace curfew::sqlite
