#include "adapters/dynamodb/create_tables.h"

#include <chrono>
#include <optional>
#include <utility>

#include "adapters/aws/json_call.h"
#include "adapters/dynamodb/schema.h"
#include "adapters/dynamodb/table_settings.h"
#include "adapters/dynamodb/table_shapes.h"

namespace curfew::dynamodb {
namespace {

namespace json = boost::json;

constexpr Millis kLookAgain = std::chrono::seconds(2);
constexpr int kMostLooks = 150;

class TableMaker {
 public:
  TableMaker(Tables& tables, TableShape shape, std::vector<std::string>& told)
      : tables_(tables), shape_(std::move(shape)), told_(told) {}

  Status make() {
    if (Status there = create(); !there) return there;
    const auto description = wait_until_active();
    if (!description) return fail(description.error());
    const std::vector<std::string> faults = faults_of(shape_, *description);
    if (!faults.empty()) return fail(ErrorCode::kConfiguration, faults.front(), "table " + shape_.name);
    return switch_on(*description);
  }

 private:
  Status create() {
    const auto described = describe_table(tables_, shape_.name);
    if (!described) return fail(described.error());
    if (*described) {
      told_.push_back("The table " + shape_.name + " stood already.");
      return {};
    }
    const auto created = tables_.call("CreateTable", creation_of(shape_));
    // Somebody else makes it at the same moment; or an earlier try of this call did, whose answer was lost.
    if (!created && created.error().code != "ResourceInUseException") {
      return fail(tables_.error_of("CreateTable", created.error(), "make the table " + shape_.name));
    }
    told_.push_back("Made the table " + shape_.name + ".");
    return {};
  }

  // The table, its indexes included, as soon as nothing of it is being made or changed.
  Result<json::object> wait_until_active() {
    for (int look = 0; look < kMostLooks; ++look) {
      auto described = describe_table(tables_, shape_.name);
      if (!described) return fail(std::move(described.error()));
      if (*described && is_at_rest(**described)) return **std::move(described);
      tables_.wait(kLookAgain);
    }
    return fail(ErrorCode::kUnavailable,
                "AWS is not done with the table " + shape_.name + " yet. Run `curfew store create` again later.");
  }

  Status switch_on(const json::object& description) {
    for (const TableSetting setting : settings_for(shape_)) {
      const auto is_on = is_switched_on(tables_, setting, description, shape_.name);
      if (!is_on) return fail(is_on.error());
      if (*is_on) continue;
      if (Status on = try_to_switch_on(setting); !on) return on;
      told_.push_back("Switched on " + std::string(words_for(setting)) + " for the table " + shape_.name + ".");
    }
    return {};
  }

  // A table that was made a moment ago does not take every setting at once.
  Status try_to_switch_on(TableSetting setting) {
    for (int look = 0;; ++look) {
      const auto on = switch_table_setting_on(tables_, setting, shape_.name);
      if (on) break;
      const bool later =
          on.error().code == "ContinuousBackupsUnavailableException" || on.error().code == "ResourceInUseException";
      if (!later || look == kMostLooks) {
        return fail(tables_.error_of(std::string(operation_for(setting)), on.error(),
                                     "switch on " + std::string(words_for(setting)) + " for the table " + shape_.name));
      }
      tables_.wait(kLookAgain);
    }
    const auto done = wait_until_active();
    return done ? Status{} : fail(done.error());
  }

  Tables& tables_;
  const TableShape shape_;
  std::vector<std::string>& told_;
};

}  // namespace

Result<std::vector<std::string>> create_tables(Tables& tables) {
  std::vector<std::string> told;
  for (const TableShape& shape : {request_table(tables.settings()), ledger_table(tables.settings())}) {
    if (Status made = TableMaker(tables, shape, told).make(); !made) return fail(std::move(made.error()));
  }
  const auto stored = store_schema_number(tables);
  if (!stored) return fail(stored.error());
  const auto number = schema_number(tables);
  if (!number) return fail(number.error());
  if (Status ours = check_schema(*number, tables.settings().ledger_table); !ours) return fail(std::move(ours.error()));
  if (*stored) told.push_back("Prepared the table " + tables.settings().ledger_table + " for Curfew.");
  return told;
}

}  // namespace curfew::dynamodb
