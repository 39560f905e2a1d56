// What is switched on for a table beside its keys and indexes, and how AWS describes it. For this folder only.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/dynamodb/table_shapes.h"
#include "adapters/dynamodb/tables.h"
#include "base/error.h"

namespace curfew::dynamodb {

enum class TableSetting : std::uint8_t { kStream, kDeletionProtection, kRecovery, kExpiry };

[[nodiscard]] std::vector<TableSetting> settings_for(const TableShape& shape);
[[nodiscard]] std::string_view words_for(TableSetting setting);      // "point-in-time recovery"
[[nodiscard]] std::string_view operation_for(TableSetting setting);  // that switches it on

// DescribeTable's `Table`; empty when there is none. Errors: kUnavailable, kConfiguration.
[[nodiscard]] Result<std::optional<boost::json::object>> describe_table(Tables& tables, const std::string& table);
// Whether neither the table nor an index of it is being made or changed.
[[nodiscard]] bool is_at_rest(const boost::json::object& description);

// Errors: kUnavailable, kConfiguration (no right to look).
[[nodiscard]] Result<bool> is_switched_on(Tables& tables, TableSetting setting, const boost::json::object& description,
                                          const std::string& table);
[[nodiscard]] std::expected<boost::json::object, aws::CallFailure> switch_table_setting_on(Tables& tables,
                                                                                           TableSetting setting,
                                                                                           const std::string& table);

}  // namespace curfew::dynamodb
