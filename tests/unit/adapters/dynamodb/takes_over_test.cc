// A record of the deployment before has no version to go by: what it says has to be what was read.
#include <gtest/gtest.h>

#include <string>

#include "adapters/dynamodb/ledger.h"
#include "support/fake_clock.h"
#include "support/scenes.h"
#include "unit/adapters/dynamodb/scripted_tables.h"

namespace curfew::dynamodb {
namespace {

TEST(TakesOverTest, TheWriteIsConditionalOnWhatWasRead) {
  ScriptedTables world;
  test::FakeClock clock;
  DynamoLedger ledger(world.tables, clock);
  Request request = test::new_request("r1", Risk::kLow);
  request.version = 1;
  world.aws.will_answer("TransactWriteItems", {});
  const Step step{.requests = {{.expected_version = 0, .record = request}},
                  .takes_over = AsFound{.id = request.id, .status = "ERROR", .request_timestamp = "1764999000.25"}};
  EXPECT_EQ(ledger.commit(step), CommitOutcome::kCommitted);
  const auto body = world.aws.seen().back().body;
  const auto& put = body.at("TransactItems").at(0).at("Put").as_object();
  const std::string condition(put.at("ConditionExpression").as_string());
  EXPECT_NE(condition.find("attribute_not_exists(#version)"), std::string::npos) << condition;
  EXPECT_NE(condition.find("#status = :status"), std::string::npos) << condition;
  EXPECT_NE(condition.find("#asked = :asked"), std::string::npos) << condition;
  EXPECT_EQ(put.at("ExpressionAttributeNames").at("#status"), "Status");
  EXPECT_EQ(put.at("ExpressionAttributeValues").at(":status").at("S"), "ERROR");
  EXPECT_EQ(put.at("ExpressionAttributeValues").at(":asked").at("N"), "1764999000.25") << "to the last digit";
}

}  // namespace
}  // namespace curfew::dynamodb
