#include "adapters/dynamodb/check_tables.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "adapters/dynamodb/keys.h"
#include "adapters/dynamodb/schema.h"
#include "adapters/dynamodb/table_settings.h"
#include "adapters/dynamodb/table_shapes.h"
#include "adapters/dynamodb/transaction.h"

namespace curfew::dynamodb {
namespace {

// Nothing is ever stored under this name.
constexpr std::string_view kNothing = "nothing";

Expression never(std::string_view key) {
  return {.text = "attribute_exists(#key) AND attribute_not_exists(#key)",
          .names = {{"#key", std::string(key)}},
          .values = {}};
}

class Look {
 public:
  explicit Look(Tables& tables) : tables_(tables) {}

  std::vector<TableFinding> at_all() {
    const Settings& settings = tables_.settings();
    const bool requests = at_table(request_table(settings));
    const bool ledger = at_table(ledger_table(settings));
    if (requests) {
      try_right("query the request table", [&] { return query(request_table(settings)); });
    }
    if (ledger) {
      try_right("query the ledger table", [&] { return query(ledger_table(settings)); });
      try_right("read the ledger table", [&] { return read_ledger(); });
      at_schema();
      try_right("write to the ledger table", [&] { return update_ledger(); });
    }
    if (requests && ledger) try_right("write to both tables at once", [&] { return transact(); });
    return std::move(findings_);
  }

 private:
  void fine(std::string text) { findings_.push_back({.kind = FindingKind::kFine, .text = std::move(text)}); }
  void advise(std::string text) { findings_.push_back({.kind = FindingKind::kAdvice, .text = std::move(text)}); }
  void fault(const Error& error) {
    findings_.push_back({.kind = FindingKind::kFault, .text = error.public_text, .code = error.code});
  }

  // Whether the table can be worked with.
  bool at_table(const TableShape& shape) {
    const auto description = describe_table(tables_, shape.name);
    if (!description) {
      fault(description.error());
      return false;
    }
    if (!*description) {
      fault({.code = ErrorCode::kConfiguration,
             .public_text = "There is no table " + shape.name +
                            " in this account and region. Make it with `curfew store create`, or name another one in "
                            "[store]."});
      return false;
    }
    const std::vector<std::string> faults = faults_of(shape, **description);
    for (const std::string& text : faults) fault({.code = ErrorCode::kConfiguration, .public_text = text});
    if (!faults.empty()) return false;
    fine("The table " + shape.name + " has its keys and indexes.");
    for (const TableSetting setting : settings_for(shape)) at_setting(setting, **description, shape.name);
    return true;
  }

  void at_setting(TableSetting setting, const boost::json::object& description, const std::string& table) {
    const auto is_on = is_switched_on(tables_, setting, description, table);
    if (!is_on) {
      advise(is_on.error().public_text);
    } else if (!*is_on) {
      advise("For the table " + table + " " + std::string(words_for(setting)) +
             " is switched off. `curfew store create` switches it on.");
    }
  }

  void at_schema() {
    const auto number = schema_number(tables_);
    if (!number) return fault(number.error());
    const Status known = check_schema(*number, tables_.settings().ledger_table);
    if (!known) return fault(known.error());
    fine("The table " + tables_.settings().ledger_table + " is of a form that this version knows.");
  }

  void try_right(const std::string& what, const std::function<Status()>& call) {
    const Status done = call();
    if (!done) return fault(done.error());
    fine("This process may " + what + ".");
  }

  Status query(const TableShape& shape) {
    for (const IndexShape& index : shape.indexes) {
      const auto found = tables_.first({.table = shape.name,
                                        .index = index.name,
                                        .condition = {.text = "#key = :key",
                                                      .names = {{"#key", index.key.front().name}},
                                                      .values = {{":key", text_value(kNothing)}}},
                                        .page = 1});
      if (!found) return fail(found.error());
    }
    return {};
  }

  Status read_ledger() {
    const auto found = tables_.get_all(tables_.settings().ledger_table, {ledger_key(kNothing, kNothing)});
    return found ? Status{} : fail(found.error());
  }

  Status update_ledger() {
    boost::json::object body{{"Key", ledger_key(kNothing, kNothing)}};
    add_expression(body, "UpdateExpression",
                   {.text = "REMOVE #nothing", .names = {{"#nothing", "Nothing"}}, .values = {}});
    add_expression(body, "ConditionExpression", never(kPk));
    const auto written = tables_.write("UpdateItem", tables_.settings().ledger_table, std::move(body));
    return written ? Status{} : fail(written.error());
  }

  Status transact() {
    const Settings& settings = tables_.settings();
    Transaction transaction(tables_.new_token());
    const bool added = transaction.put(settings.requests_table, request_key(RequestId(std::string(kNothing))), {},
                                       never("RequestId")) &&
                       transaction.put(settings.ledger_table, ledger_key(kNothing, "put"), {}, never(kPk)) &&
                       transaction.remove(settings.ledger_table, ledger_key(kNothing, "delete"), never(kPk)) &&
                       transaction.check(settings.ledger_table, ledger_key(kNothing, "check"), never(kPk));
    if (!added) return fail(ErrorCode::kInternal, "The store could not be tried.");
    const auto outcome = transaction.commit(tables_);
    return outcome ? Status{} : fail(outcome.error());
  }

  Tables& tables_;
  std::vector<TableFinding> findings_;
};

}  // namespace

std::vector<TableFinding> look_at_tables(Tables& tables) { return Look(tables).at_all(); }

Status check_tables(Tables& tables) {
  Error error{.code = ErrorCode::kUnavailable};
  for (const TableFinding& finding : look_at_tables(tables)) {
    if (finding.kind != FindingKind::kFault) continue;
    error.public_text += (error.public_text.empty() ? "" : " ") + finding.text;
    if (finding.code != ErrorCode::kUnavailable) error.code = ErrorCode::kConfiguration;
  }
  if (error.public_text.empty()) return {};
  return fail(std::move(error));
}

}  // namespace curfew::dynamodb
