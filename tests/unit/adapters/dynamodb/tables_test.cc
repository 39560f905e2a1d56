// Calls that take more than one answer.
#include "adapters/dynamodb/tables.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/dynamodb/keys.h"
#include "unit/adapters/dynamodb/scripted_tables.h"

namespace curfew::dynamodb {
namespace {

using boost::json::array;
using boost::json::object;

class TablesTest : public testing::Test {
 protected:
  static object read(const array& items, const array& left) {
    object answer{{"Responses", object{{"ledger", items}}}};
    if (!left.empty()) answer["UnprocessedKeys"] = object{{"ledger", object{{"Keys", left}}}};
    return answer;
  }
  static Item key(int number) { return ledger_key("pk", std::to_string(number)); }

  ScriptedTables world_;
};

TEST_F(TablesTest, KeysAreAskedForAHundredAtATime) {
  std::vector<Item> keys;
  for (int i = 0; i < 250; ++i) keys.push_back(key(i));
  for (int call = 0; call < 3; ++call) world_.aws.will_answer("BatchGetItem", read({key(call)}, {}));
  EXPECT_EQ(world_.tables.get_all("ledger", keys).value().size(), 3U);
  std::size_t asked = 0;
  for (const auto& call : world_.aws.seen()) {
    const object& one = call.body.at("RequestItems").at("ledger").as_object();
    EXPECT_LE(one.at("Keys").as_array().size(), 100U);
    EXPECT_TRUE(one.at("ConsistentRead").as_bool());
    asked += one.at("Keys").as_array().size();
  }
  EXPECT_EQ(asked, 250U);
}

TEST_F(TablesTest, KeysThatWereLeftAreAskedForAgain) {
  world_.aws.will_answer("BatchGetItem", read({key(1)}, {key(2)}));
  world_.aws.will_answer("BatchGetItem", read({}, {key(2)}));
  world_.aws.will_answer("BatchGetItem", read({key(2)}, {}));
  EXPECT_EQ(world_.tables.get_all("ledger", {key(1), key(2)}).value().size(), 2U);
  EXPECT_EQ(world_.pause.count(), 1) << "after an answer without any item";
}

TEST_F(TablesTest, ATableThatGivesNothingIsUnavailable) {
  for (int i = 0; i < kMostTries; ++i) world_.aws.will_answer("BatchGetItem", read({}, {key(1)}));
  const auto items = world_.tables.get_all("ledger", {key(1)});
  ASSERT_FALSE(items);
  EXPECT_EQ(items.error().code, ErrorCode::kUnavailable);
}

// A filter may leave a page empty; only a missing LastEvaluatedKey ends a query.
TEST_F(TablesTest, AnEmptyPageIsNotTheEnd) {
  world_.aws.will_answer("Query", {{"Items", array{}}, {"LastEvaluatedKey", key(1)}});
  world_.aws.will_answer("Query", {{"Items", array{key(2)}}, {"LastEvaluatedKey", key(2)}});
  world_.aws.will_answer("Query", {{"Items", array{}}});
  int shown = 0;
  EXPECT_TRUE(
      world_.tables.each({.table = "ledger", .condition = in_partition("pk")}, [&](const Item&) -> Result<bool> {
        ++shown;
        return true;
      }));
  EXPECT_EQ(shown, 1);
  const auto seen = world_.aws.seen();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_FALSE(seen[0].body.contains("ExclusiveStartKey"));
  EXPECT_EQ(seen[1].body.at("ExclusiveStartKey"), key(1));
  EXPECT_EQ(seen[2].body.at("ExclusiveStartKey"), key(2));
}

TEST_F(TablesTest, CountsAreAddedOverAllPages) {
  world_.aws.will_answer("Query", {{"Count", 3}, {"LastEvaluatedKey", key(1)}});
  world_.aws.will_answer("Query", {{"Count", 4}});
  EXPECT_EQ(world_.tables.count({.table = "ledger", .condition = in_partition("pk")}).value(), 7);
}

TEST_F(TablesTest, TheTableIsReadConsistentlyAndAnIndexCannotBe) {
  world_.aws.will_answer("Query", {});
  world_.aws.will_answer("Query", {});
  EXPECT_TRUE(world_.tables.first({.table = "ledger", .condition = in_partition("pk")}));
  EXPECT_TRUE(world_.tables.first({.table = "ledger", .index = "index", .condition = in_partition("pk")}));
  EXPECT_TRUE(world_.aws.seen().at(0).body.at("ConsistentRead").as_bool());
  EXPECT_FALSE(world_.aws.seen().at(1).body.contains("ConsistentRead"));
}

TEST_F(TablesTest, AReadThatFailsSaysWhatItWas) {
  world_.aws.will_refuse("GetItem", "ResourceNotFoundException", "Requested resource not found");
  const auto item = world_.tables.get("ledger", key(1));
  ASSERT_FALSE(item);
  EXPECT_EQ(item.error().code, ErrorCode::kConfiguration);
  EXPECT_NE(item.error().public_text.find("ledger"), std::string::npos) << item.error().public_text;
}

}  // namespace
}  // namespace curfew::dynamodb
