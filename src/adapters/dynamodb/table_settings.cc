#include "adapters/dynamodb/table_settings.h"

#include <algorithm>
#include <boost/json/array.hpp>

#include "adapters/aws/json_call.h"
#include "adapters/dynamodb/keys.h"

namespace curfew::dynamodb {
namespace {

namespace json = boost::json;

bool is_true(const json::object* object, std::string_view name) {
  const json::value* value = object == nullptr ? nullptr : object->if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
Result<bool> has_recovery(Tables& tables, const std::string& table) {
  const auto answer = tables.call("DescribeContinuousBackups", {{"TableName", table}});
  if (!answer) {
    return fail(tables.error_of("DescribeContinuousBackups", answer.error(),
                                "see whether point-in-time recovery is on for the table " + table));
  }
  const json::object* backups = aws::object_in(*answer, "ContinuousBackupsDescription");
  const json::object* recovery =
      backups == nullptr ? nullptr : aws::object_in(*backups, "PointInTimeRecoveryDescription");
  return recovery != nullptr && aws::text_in(*recovery, "PointInTimeRecoveryStatus") == "ENABLED";
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html
Result<bool> has_expiry(Tables& tables, const std::string& table) {
  const auto answer = tables.call("DescribeTimeToLive", {{"TableName", table}});
  if (!answer) {
    return fail(tables.error_of("DescribeTimeToLive", answer.error(),
                                "see whether old items of the table " + table + " expire"));
  }
  const json::object* expiry = aws::object_in(*answer, "TimeToLiveDescription");
  if (expiry == nullptr || aws::text_in(*expiry, "AttributeName") != kExpiresAt) return false;
  const auto status = aws::text_in(*expiry, "TimeToLiveStatus");
  return status == "ENABLED" || status == "ENABLING";
}

}  // namespace

std::vector<TableSetting> settings_for(const TableShape& shape) {
  std::vector<TableSetting> settings{TableSetting::kStream, TableSetting::kDeletionProtection, TableSetting::kRecovery};
  if (shape.expires) settings.push_back(TableSetting::kExpiry);
  return settings;
}

std::string_view words_for(TableSetting setting) {
  switch (setting) {
    case TableSetting::kStream: return "the stream";
    case TableSetting::kDeletionProtection: return "protection against deletion";
    case TableSetting::kRecovery: return "point-in-time recovery";
    case TableSetting::kExpiry: return "the expiry of old claims and keys";
  }
  return "";
}

std::string_view operation_for(TableSetting setting) {
  switch (setting) {
    case TableSetting::kStream:
    case TableSetting::kDeletionProtection: return "UpdateTable";
    case TableSetting::kRecovery: return "UpdateContinuousBackups";
    case TableSetting::kExpiry: return "UpdateTimeToLive";
  }
  return "";
}

Result<std::optional<json::object>> describe_table(Tables& tables, const std::string& table) {
  const auto answer = tables.call("DescribeTable", {{"TableName", table}});
  if (!answer) {
    if (answer.error().code == "ResourceNotFoundException") return std::nullopt;
    return fail(tables.error_of("DescribeTable", answer.error(), "look at the table " + table));
  }
  const json::object* description = aws::object_in(*answer, "Table");
  if (description == nullptr) {
    return fail(ErrorCode::kUnavailable, "AWS describes the table " + table + " in a way that Curfew does not know.");
  }
  return *description;
}

bool is_at_rest(const json::object& description) {
  if (aws::text_in(description, "TableStatus") != "ACTIVE") return false;
  const json::array* indexes = aws::array_in(description, "GlobalSecondaryIndexes");
  return indexes == nullptr || std::ranges::all_of(*indexes, [](const json::value& index) {
           return !index.is_object() || aws::text_in(index.get_object(), "IndexStatus").value_or("ACTIVE") == "ACTIVE";
         });
}

Result<bool> is_switched_on(Tables& tables, TableSetting setting, const json::object& description,
                            const std::string& table) {
  switch (setting) {
    case TableSetting::kStream: return is_true(aws::object_in(description, "StreamSpecification"), "StreamEnabled");
    case TableSetting::kDeletionProtection: return is_true(&description, "DeletionProtectionEnabled");
    case TableSetting::kRecovery: return has_recovery(tables, table);
    case TableSetting::kExpiry: return has_expiry(tables, table);
  }
  return false;
}

std::expected<json::object, aws::CallFailure> switch_table_setting_on(Tables& tables, TableSetting setting,
                                                                      const std::string& table) {
  json::object body{{"TableName", table}};
  switch (setting) {
    case TableSetting::kStream:
      body["StreamSpecification"] = json::object{{"StreamEnabled", true}, {"StreamViewType", "NEW_AND_OLD_IMAGES"}};
      break;
    case TableSetting::kDeletionProtection: body["DeletionProtectionEnabled"] = true; break;
    case TableSetting::kRecovery:
      body["PointInTimeRecoverySpecification"] = json::object{{"PointInTimeRecoveryEnabled", true}};
      break;
    case TableSetting::kExpiry:
      body["TimeToLiveSpecification"] = json::object{{"Enabled", true}, {"AttributeName", std::string(kExpiresAt)}};
      break;
  }
  return tables.call(std::string(operation_for(setting)), body);
}

}  // namespace curfew::dynamodb
