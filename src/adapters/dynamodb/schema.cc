#include "adapters/dynamodb/schema.h"

#include <string>

#include "adapters/dynamodb/keys.h"

namespace curfew::dynamodb {

Result<std::optional<std::int64_t>> schema_number(Tables& tables) {
  const auto item = tables.get(tables.settings().ledger_table, schema_key());
  if (!item) return fail(item.error());
  if (!*item) return std::nullopt;
  const auto number = number_in(**item, "Number");
  if (!number) return damaged_record("the schema number of the table " + tables.settings().ledger_table);
  return number;
}

Status check_schema(const std::optional<std::int64_t>& number, const std::string& table) {
  if (!number) {
    return fail(ErrorCode::kConfiguration,
                "The table " + table + " has not been prepared for Curfew. Run `curfew store create`.");
  }
  if (*number > kSchemaNumber) {
    return fail(ErrorCode::kConfiguration, "The table " + table + " was written by a newer version of Curfew (form " +
                                               std::to_string(*number) + "; this one knows " +
                                               std::to_string(kSchemaNumber) + "). Use that version.");
  }
  if (*number < kSchemaNumber - 1) {
    return fail(ErrorCode::kConfiguration, "The table " + table +
                                               " was written by a version of Curfew that is too old "
                                               "(form " +
                                               std::to_string(*number) + "). Upgrade one version after the other.");
  }
  return {};
}

Result<bool> store_schema_number(Tables& tables) {
  Item item = schema_key();
  item["Number"] = number_value(kSchemaNumber);
  boost::json::object body{{"Item", std::move(item)}};
  add_expression(body, "ConditionExpression",
                 {.text = "attribute_not_exists(#pk)", .names = {{"#pk", std::string(kPk)}}, .values = {}});
  const auto written = tables.write("PutItem", tables.settings().ledger_table, std::move(body));
  if (!written) return fail(written.error());
  return written->done;
}

}  // namespace curfew::dynamodb
