#include "adapters/dynamodb/table_shapes.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <map>
#include <utility>

#include "adapters/aws/json_call.h"
#include "adapters/dynamodb/keys.h"

namespace curfew::dynamodb {
namespace {

namespace json = boost::json;

json::array schema_of(const std::vector<KeyPart>& key) {
  json::array schema;
  for (const KeyPart& part : key) {
    schema.emplace_back(json::object{{"AttributeName", part.name}, {"KeyType", schema.empty() ? "HASH" : "RANGE"}});
  }
  return schema;
}

json::object projection_of(const IndexShape& index) {
  if (index.projection.empty()) return {{"ProjectionType", "ALL"}};
  json::array names;
  for (const std::string& name : index.projection) names.emplace_back(name);
  return {{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", std::move(names)}};
}

std::vector<json::object> objects_in(const json::object& from, std::string_view name) {
  std::vector<json::object> objects;
  if (const json::array* array = aws::array_in(from, name)) {
    for (const json::value& value : *array) {
      if (value.is_object()) objects.push_back(value.get_object());
    }
  }
  return objects;
}

// The key of a table or an index as it is described; the types stand with the table.
std::vector<KeyPart> key_in(const json::object& described, const json::object& table) {
  std::map<std::string, std::string> types;
  for (const json::object& attribute : objects_in(table, "AttributeDefinitions")) {
    types[aws::text_in(attribute, "AttributeName").value_or("")] =
        aws::text_in(attribute, "AttributeType").value_or("");
  }
  std::vector<KeyPart> key;
  for (const std::string_view role : {"HASH", "RANGE"}) {
    for (const json::object& part : objects_in(described, "KeySchema")) {
      if (aws::text_in(part, "KeyType") != role) continue;
      std::string name = aws::text_in(part, "AttributeName").value_or("");
      std::string type = types[name];
      key.push_back({.name = std::move(name), .type = std::move(type)});
    }
  }
  return key;
}

std::string words_of(const std::vector<KeyPart>& key) {
  std::string words;
  for (const KeyPart& part : key) words += (words.empty() ? "" : ", ") + part.name + " (" + part.type + ")";
  return words;
}

bool projects_enough(const IndexShape& index, const json::object& described) {
  const json::object* projection = aws::object_in(described, "Projection");
  if (projection == nullptr) return false;
  const auto type = aws::text_in(*projection, "ProjectionType");
  if (type == "ALL") return true;
  if (index.projection.empty() || type != "INCLUDE") return false;
  const json::array* names = aws::array_in(*projection, "NonKeyAttributes");
  return names != nullptr && std::ranges::all_of(index.projection, [&](const std::string& wanted) {
           return std::ranges::any_of(*names, [&](const json::value& name) {
             return name.is_string() && std::string_view(name.get_string()) == wanted;
           });
         });
}

std::string fault_of(const IndexShape& index, const TableShape& shape, const json::object& table) {
  const std::string name = "the index " + index.name + " of the table " + shape.name;
  const auto indexes = objects_in(table, "GlobalSecondaryIndexes");
  const auto found = std::ranges::find_if(
      indexes, [&](const json::object& other) { return aws::text_in(other, "IndexName") == index.name; });
  if (found == indexes.end()) {
    return "There is not " + name + ". Add it, with the key " + words_of(index.key) + " and " +
           (index.projection.empty() ? "all attributes." : "the attribute " + index.projection.front() + ".");
  }
  const std::vector<KeyPart> key = key_in(*found, table);
  if (key != index.key) {
    return "The key of " + name + " is " + words_of(key) + "; it has to be " + words_of(index.key) + ".";
  }
  if (!projects_enough(index, *found)) {
    return "In " + name + " attributes are missing: its projection has to be " +
           (index.projection.empty() ? "ALL." : "INCLUDE " + index.projection.front() + ".");
  }
  const std::string status = aws::text_in(*found, "IndexStatus").value_or("ACTIVE");
  if (status == "CREATING" || status == "DELETING") return "AWS says that " + name + " is " + status + "; wait for it.";
  return {};
}

}  // namespace

TableShape request_table(const Settings& settings) {
  return {
      .name = settings.requests_table,
      .key = {{"RequestId", "S"}},
      .indexes = {
          {.name = std::string(kUserIndex), .key = {{"UserId", "S"}, {"RequestTimestamp", "N"}}, .projection = {}},
          {.name = std::string(kStatusIndex), .key = {{"Status", "S"}, {"RequestTimestamp", "N"}}, .projection = {}}}};
}

TableShape ledger_table(const Settings& settings) {
  return {.name = settings.ledger_table,
          .key = {{std::string(kPk), "S"}, {std::string(kSk), "S"}},
          .indexes = {{.name = std::string(kQueueIndex),
                       .key = {{std::string(kQueue), "S"}, {"DueMs", "N"}},
                       .projection = {"Kind"}}},
          .expires = true};
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
json::object creation_of(const TableShape& shape) {
  std::map<std::string, std::string> types;
  for (const KeyPart& part : shape.key) types[part.name] = part.type;
  json::array indexes;
  for (const IndexShape& index : shape.indexes) {
    for (const KeyPart& part : index.key) types[part.name] = part.type;
    indexes.emplace_back(json::object{
        {"IndexName", index.name}, {"KeySchema", schema_of(index.key)}, {"Projection", projection_of(index)}});
  }
  json::array attributes;
  for (const auto& [name, type] : types) {
    attributes.emplace_back(json::object{{"AttributeName", name}, {"AttributeType", type}});
  }
  return {{"TableName", shape.name},
          {"BillingMode", "PAY_PER_REQUEST"},
          {"AttributeDefinitions", std::move(attributes)},
          {"KeySchema", schema_of(shape.key)},
          {"GlobalSecondaryIndexes", std::move(indexes)},
          {"StreamSpecification", json::object{{"StreamEnabled", true}, {"StreamViewType", "NEW_AND_OLD_IMAGES"}}},
          {"DeletionProtectionEnabled", true}};
}

std::vector<std::string> faults_of(const TableShape& shape, const json::object& description) {
  std::vector<std::string> faults;
  const std::string status = aws::text_in(description, "TableStatus").value_or("");
  if (status != "ACTIVE" && status != "UPDATING") {
    faults.push_back("AWS says that the table " + shape.name + " is " + status + ", so it cannot be used now.");
  }
  const std::vector<KeyPart> key = key_in(description, description);
  if (key != shape.key) {
    faults.push_back("The key of the table " + shape.name + " is " + words_of(key) + "; it has to be " +
                     words_of(shape.key) + ". Name another table in [store], and `curfew store create` makes it.");
    return faults;
  }
  for (const IndexShape& index : shape.indexes) {
    if (std::string fault = fault_of(index, shape, description); !fault.empty()) faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace curfew::dynamodb
