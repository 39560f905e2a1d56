#include "conformance/dynamodb_world.h"

#include <boost/json/array.hpp>
#include <functional>
#include <utility>

#include "adapters/dynamodb/create_tables.h"
#include "adapters/dynamodb/keys.h"

namespace curfew::conformance {
namespace {

namespace json = boost::json;

// Restarting takes a while.
constexpr Millis kRestart{100};

json::object text(std::string_view value) { return {{"S", json::string(value)}}; }

}  // namespace

DynamoDbWorld::DynamoDbWorld(bool create_tables)
    : settings_{.requests_table = testing_aws::unique_name("requests"),
                .ledger_table = testing_aws::unique_name("ledger")},
      access_key_(testing_aws::unique_name("STOREKEY")),
      entropy_(std::hash<std::string>{}(settings_.ledger_table)) {
  open();
  if (!create_tables) return;
  const auto made = dynamodb::create_tables(process_->tables);
  EXPECT_TRUE(made.has_value()) << made.error().public_text << " " << made.error().log_text;
}

void DynamoDbWorld::open() {
  const testing_aws::Moto& moto = *testing_aws::the_moto();
  http_ = value_of(aws::HttpClient::open({}));
  client_ = value_of(aws::Client::open(
      {.region = "us-east-1", .endpoint_url = moto.url(), .environment = moto.environment(access_key_)},
      {.http = *http_, .clock = clock_, .entropy = entropy_, .log = log_, .metrics = metrics_}));
  caller_.emplace(*client_);
  process_.emplace(*caller_, settings_, clock_, entropy_, pause_);
}

void DynamoDbWorld::restart() {
  process_.reset();
  caller_.reset();
  client_.reset();
  http_.reset();
  clock_.advance(kRestart);
  open();
}

void DynamoDbWorld::damage(const RequestId& request) {
  on_requests("UpdateItem", {{"Key", json::object{{"RequestId", text(request.str())}}},
                             {"UpdateExpression", "REMOVE #reason"},
                             {"ExpressionAttributeNames", json::object{{"#reason", "Reason"}}}});
}

void DynamoDbWorld::damage(const AssignmentKey& assignment) {
  update_ledger(dynamodb::assignment_item_key(assignment), "SET #state = :state", {{"#state", "State"}},
                {{":state", json::object{{"N", "7"}}}});
}

void DynamoDbWorld::damage_work(const std::string& id) {
  update_ledger(dynamodb::work_key(lane_of(id).value(), id), "REMOVE #attempts", {{"#attempts", "Attempts"}}, {});
}

void DynamoDbWorld::damage_event(const std::string& hash) {
  const json::object item = ledger_item("Hash", hash);
  update_ledger({{"Pk", item.at("Pk")}, {"Sk", item.at("Sk")}}, "SET #action = :nothing", {{"#action", "Action"}},
                {{":nothing", json::object{{"BOOL", true}}}});
}

void DynamoDbWorld::change_kind(const std::string& work_id, const std::string& kind) {
  update_ledger(dynamodb::work_key(lane_of(work_id).value(), work_id), "SET #kind = :kind", {{"#kind", "Kind"}},
                {{":kind", text(kind)}});
}

json::object DynamoDbWorld::on_requests(std::string_view operation, json::object body) const {
  body["TableName"] = settings_.requests_table;
  return testing_aws::the_moto()->aws("dynamodb", "DynamoDB_20120810." + std::string(operation), body);
}

json::object DynamoDbWorld::on_ledger(std::string_view operation, json::object body) const {
  body["TableName"] = settings_.ledger_table;
  return testing_aws::the_moto()->aws("dynamodb", "DynamoDB_20120810." + std::string(operation), body);
}

json::object DynamoDbWorld::ledger_item(std::string_view name, std::string_view value) const {
  const json::object found =
      on_ledger("Scan", {{"FilterExpression", "#name = :value"},
                         {"ExpressionAttributeNames", json::object{{"#name", json::string(name)}}},
                         {"ExpressionAttributeValues", json::object{{":value", text(value)}}}});
  const json::array& items = found.at("Items").as_array();
  EXPECT_EQ(items.size(), 1U) << name << " " << value;
  return items.empty() ? json::object{} : items[0].as_object();
}

std::size_t DynamoDbWorld::calls(std::string_view operation) const {
  const json::value calls =
      testing_aws::the_moto()->get("calls?access_key=" + access_key_ + "&operation=" + std::string(operation));
  return calls.as_array().size();
}

void DynamoDbWorld::update_ledger(const json::object& key, const std::string& expression, json::object names,
                                  json::object values) const {
  json::object body{{"Key", key}, {"UpdateExpression", expression}, {"ExpressionAttributeNames", std::move(names)}};
  if (!values.empty()) body["ExpressionAttributeValues"] = std::move(values);
  body["ConditionExpression"] = "attribute_exists(Pk)";
  on_ledger("UpdateItem", std::move(body));
}

}  // namespace curfew::conformance
