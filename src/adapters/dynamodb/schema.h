// The number of the ledger table's form. A server runs with its own and with the one before, so that servers of two
// versions can share the table while they are exchanged one after the other; it refuses a newer one.
#pragma once

#include <cstdint>
#include <optional>

#include "adapters/dynamodb/tables.h"
#include "base/error.h"

namespace curfew::dynamodb {

inline constexpr std::int64_t kSchemaNumber = 1;

// Empty where none is stored. Errors: kUnavailable, kConfiguration, kDamaged.
[[nodiscard]] Result<std::optional<std::int64_t>> schema_number(Tables& tables);
// kConfiguration, with what to do, unless this version can work with a ledger of that form.
[[nodiscard]] Status check_schema(const std::optional<std::int64_t>& number, const std::string& table);
// Stores this version's number where there is none; false when there is one.
[[nodiscard]] Result<bool> store_schema_number(Tables& tables);

}  // namespace curfew::dynamodb
