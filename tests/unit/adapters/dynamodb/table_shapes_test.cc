// Whether a table that stands can serve.
#include "adapters/dynamodb/table_shapes.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <functional>
#include <string>

namespace curfew::dynamodb {
namespace {

using boost::json::array;
using boost::json::object;

const Settings kSettings;

// As AWS describes a table that was made so.
object described(const TableShape& shape) {
  object description = creation_of(shape);
  description["TableStatus"] = "ACTIVE";
  for (auto& index : description.at("GlobalSecondaryIndexes").as_array()) index.as_object()["IndexStatus"] = "ACTIVE";
  return description;
}

object& index_of(object& description, std::size_t number) {
  return description.at("GlobalSecondaryIndexes").as_array().at(number).as_object();
}

// The one fault of a request table that was changed so.
std::string fault_after(const std::function<void(object&)>& change) {
  const TableShape shape = request_table(kSettings);
  object description = described(shape);
  change(description);
  const auto faults = faults_of(shape, description);
  EXPECT_EQ(faults.size(), 1U);
  return faults.empty() ? "" : faults.front();
}

TEST(TableShapesTest, WhatWasMadeServes) {
  for (const TableShape& shape : {request_table(kSettings), ledger_table(kSettings)}) {
    EXPECT_TRUE(faults_of(shape, described(shape)).empty());
  }
}

TEST(TableShapesTest, FurtherIndexesAndAttributesDoNotMatter) {
  const TableShape shape = request_table(kSettings);
  object description = described(shape);
  description.at("GlobalSecondaryIndexes").as_array().emplace_back(object{{"IndexName", "theirs"}});
  EXPECT_TRUE(faults_of(shape, description).empty());
}

TEST(TableShapesTest, AnotherKeyIsToldWithBoth) {
  const std::string fault = fault_after(
      [](object& table) { table["KeySchema"] = array{object{{"AttributeName", "UserId"}, {"KeyType", "HASH"}}}; });
  EXPECT_NE(fault.find("is UserId (S); it has to be RequestId (S)"), std::string::npos) << fault;
}

TEST(TableShapesTest, AKeyOfAnotherTypeIsAnotherKey) {
  const std::string fault = fault_after([](object& table) {
    for (auto& attribute : table.at("AttributeDefinitions").as_array()) {
      if (attribute.at("AttributeName") == "RequestId") attribute.as_object()["AttributeType"] = "N";
    }
  });
  EXPECT_NE(fault.find("RequestId (N)"), std::string::npos) << fault;
}

TEST(TableShapesTest, AMissingIndexIsToldWithItsKey) {
  const std::string fault =
      fault_after([](object& table) { table.at("GlobalSecondaryIndexes").as_array().pop_back(); });
  EXPECT_NE(fault.find("Status-RequestTimestamp-index"), std::string::npos) << fault;
  EXPECT_NE(fault.find("Status (S), RequestTimestamp (N)"), std::string::npos) << fault;
}

TEST(TableShapesTest, AnIndexWithoutItsSortKeyIsWrong) {
  const std::string fault =
      fault_after([](object& table) { index_of(table, 0).at("KeySchema").as_array().pop_back(); });
  EXPECT_NE(fault.find("is UserId (S); it has to be UserId (S), RequestTimestamp (N)"), std::string::npos) << fault;
}

TEST(TableShapesTest, AnIndexThatLeavesAttributesOutIsWrong) {
  const std::string fault =
      fault_after([](object& table) { index_of(table, 0)["Projection"] = object{{"ProjectionType", "KEYS_ONLY"}}; });
  EXPECT_NE(fault.find("projection has to be ALL"), std::string::npos) << fault;
}

TEST(TableShapesTest, AnIndexThatIsBeingMadeCannotBeUsedYet) {
  const std::string fault = fault_after([](object& table) { index_of(table, 1)["IndexStatus"] = "CREATING"; });
  EXPECT_NE(fault.find("CREATING"), std::string::npos) << fault;
}

TEST(TableShapesTest, ATableThatIsGoingAwayCannotBeUsed) {
  const std::string fault = fault_after([](object& table) { table["TableStatus"] = "DELETING"; });
  EXPECT_NE(fault.find("DELETING"), std::string::npos) << fault;
}

}  // namespace
}  // namespace curfew::dynamodb
