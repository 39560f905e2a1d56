// The two tables themselves: made, found, checked; and what lies in them.
#include <algorithm>
#include <boost/json/array.hpp>
#include <limits>
#include <string>
#include <vector>

#include "adapters/dynamodb/check_tables.h"
#include "adapters/dynamodb/create_tables.h"
#include "adapters/dynamodb/keys.h"
#include "conformance/dynamodb_world.h"
#include "conformance/sample_records.h"

namespace curfew::conformance {
namespace {

namespace json = boost::json;
using dynamodb::FindingKind;
using dynamodb::TableFinding;

class DynamoDbTablesTest : public testing::Test {
 protected:
  void SetUp() override { CURFEW_NEEDS_MOTO(); }

  static std::vector<TableFinding> findings(DynamoDbWorld& world, FindingKind kind) {
    std::vector<TableFinding> found = dynamodb::look_at_tables(world.tables());
    std::erase_if(found, [&](const TableFinding& finding) { return finding.kind != kind; });
    return found;
  }
  static bool tells(const std::vector<std::string>& told, const std::string& words) {
    return std::ranges::any_of(told, [&](const std::string& line) { return line.find(words) != std::string::npos; });
  }
};

TEST_F(DynamoDbTablesTest, WhatWasMadeIsFineAndMakingItAgainChangesNothing) {
  DynamoDbWorld world(false);
  const auto made = value_of(dynamodb::create_tables(world.tables()));
  EXPECT_TRUE(tells(made, "Made the table requests-")) << made.size();
  EXPECT_TRUE(tells(made, "Made the table ledger-"));
  EXPECT_TRUE(tells(made, "Switched on point-in-time recovery"));
  EXPECT_TRUE(tells(made, "Switched on the expiry"));
  EXPECT_TRUE(findings(world, FindingKind::kFault).empty());
  EXPECT_TRUE(findings(world, FindingKind::kAdvice).empty());
  EXPECT_TRUE(dynamodb::check_tables(world.tables()));

  const Request request = pending_request(request_id(1));
  ASSERT_EQ(value_of(world.ledger().commit({.requests = {creation_of(request)}})), CommitOutcome::kCommitted);
  const auto again = value_of(dynamodb::create_tables(world.tables()));
  EXPECT_EQ(again.size(), 2U) << "both stood already, and there was nothing to switch on";
  EXPECT_TRUE(std::ranges::all_of(again, [](const std::string& line) { return line.ends_with("stood already."); }));
  EXPECT_EQ(value_of(world.ledger().request(request.id)), request);
}

TEST_F(DynamoDbTablesTest, TheTablesAreAsTheManualHasThem) {
  const DynamoDbWorld world;
  const json::object table = world.on_requests("DescribeTable", {}).at("Table").as_object();
  EXPECT_EQ(table.at("BillingModeSummary").at("BillingMode"), "PAY_PER_REQUEST");
  EXPECT_EQ(table.at("StreamSpecification").at("StreamViewType"), "NEW_AND_OLD_IMAGES");
  EXPECT_TRUE(table.at("DeletionProtectionEnabled").as_bool());
  EXPECT_EQ(table.at("GlobalSecondaryIndexes").as_array().size(), 2U);
  const json::object expiry = world.on_ledger("DescribeTimeToLive", {}).at("TimeToLiveDescription").as_object();
  EXPECT_EQ(expiry.at("AttributeName"), "ExpiresAt");
}

TEST_F(DynamoDbTablesTest, AMissingTableIsToldWithWhatToDo) {
  DynamoDbWorld world(false);
  const Status checked = dynamodb::check_tables(world.tables());
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kConfiguration);
  EXPECT_NE(checked.error().public_text.find("There is no table requests-"), std::string::npos);
  EXPECT_NE(checked.error().public_text.find("There is no table ledger-"), std::string::npos);
  EXPECT_NE(checked.error().public_text.find("curfew store create"), std::string::npos);
  const auto read = world.ledger().request(request_id(1));
  EXPECT_EQ(error_of(read), ErrorCode::kConfiguration);
  const auto written = world.ledger().commit({.requests = {creation_of(pending_request(request_id(1)))}});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().effect, Effect::kNone);
}

TEST_F(DynamoDbTablesTest, ATableThatCannotServeIsRefusedAndLeftAlone) {
  DynamoDbWorld world(false);
  world.on_requests(
      "CreateTable",
      {{"BillingMode", "PAY_PER_REQUEST"},
       {"AttributeDefinitions", json::array{json::object{{"AttributeName", "RequestId"}, {"AttributeType", "S"}}}},
       {"KeySchema", json::array{json::object{{"AttributeName", "RequestId"}, {"KeyType", "HASH"}}}}});
  const auto made = dynamodb::create_tables(world.tables());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kConfiguration);
  EXPECT_NE(made.error().public_text.find("UserId-RequestTimestamp-index"), std::string::npos);
  EXPECT_EQ(world.calls("UpdateTable"), 0U);
  const auto faults = findings(world, FindingKind::kFault);
  EXPECT_EQ(faults.size(), 3U) << "two indexes and the ledger table";
}

TEST_F(DynamoDbTablesTest, WhatIsSwitchedOffIsAdviceAndCreateSwitchesItOn) {
  DynamoDbWorld world;
  world.on_ledger("UpdateTable", {{"DeletionProtectionEnabled", false}});
  world.on_requests("UpdateContinuousBackups",
                    {{"PointInTimeRecoverySpecification", json::object{{"PointInTimeRecoveryEnabled", false}}}});
  EXPECT_TRUE(dynamodb::check_tables(world.tables())) << "a server may start";
  EXPECT_EQ(findings(world, FindingKind::kAdvice).size(), 2U);
  const auto told = value_of(dynamodb::create_tables(world.tables()));
  EXPECT_TRUE(tells(told, "Switched on protection against deletion"));
  EXPECT_TRUE(tells(told, "Switched on point-in-time recovery"));
  EXPECT_TRUE(findings(world, FindingKind::kAdvice).empty());
}

TEST_F(DynamoDbTablesTest, ALedgerOfANewerCurfewIsRefused) {
  DynamoDbWorld world;
  json::object newer = dynamodb::schema_key();
  newer["Number"] = json::object{{"N", "2"}};
  world.on_ledger("PutItem", {{"Item", newer}});
  const Status checked = dynamodb::check_tables(world.tables());
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().public_text.find("newer version of Curfew"), std::string::npos);
  EXPECT_FALSE(dynamodb::create_tables(world.tables()));
}

TEST_F(DynamoDbTablesTest, CheckingWritesNothing) {
  DynamoDbWorld world;
  EXPECT_TRUE(dynamodb::check_tables(world.tables()));
  EXPECT_EQ(world.on_requests("Scan", {}).at("Count"), 0);
  EXPECT_EQ(world.on_ledger("Scan", {}).at("Count"), 1) << "the schema's number";
}

TEST_F(DynamoDbTablesTest, NothingScansATable) {
  DynamoDbWorld world;
  for (int i = 0; i < 30; ++i) {
    Request request = pending_request(request_id(i), i % 2 == 0 ? "ada" : "bob");
    request.status = i % 3 == 0 ? RequestStatus::kActive : RequestStatus::kPending;
    const std::string chain = "request/" + request.id.str();
    ASSERT_EQ(value_of(world.ledger().commit({.requests = {creation_of(request)},
                                              .assignments = {},
                                              .events = {event_in(chain)},
                                              .owed = {lapse_work(request.id, kStart)}})),
              CommitOutcome::kCommitted);
  }
  for (const RequestFilter& filter :
       {RequestFilter{}, RequestFilter{.user_id = UserId("ada")}, RequestFilter{.status = RequestStatus::kActive},
        RequestFilter{.user_id = UserId("bob"), .status = RequestStatus::kPending}}) {
    EXPECT_FALSE(value_of(world.index().page(filter, 7, std::nullopt)).empty());
  }
  EXPECT_EQ(value_of(world.queue().due_lanes(WorkClass::kAccess, kStart, 100)).size(), 30U);
  EXPECT_EQ(value_of(world.queue().backlog(WorkClass::kAccess, kStart)), 30);
  EXPECT_EQ(value_of(world.queue().next_due(WorkClass::kAccess, kStart)), std::nullopt);
  EXPECT_EQ(value_of(world.audit_log().events_after(0, 1000)).size(), 30U);
  EXPECT_TRUE(value_of(world.audit_log().checkpoints_after(0, 1000)).empty());
  EXPECT_EQ(value_of(world.audit_log().last_checkpoint()), std::nullopt);
  EXPECT_TRUE(dynamodb::check_tables(world.tables()));
  EXPECT_GT(world.calls("Query"), 0U);
  EXPECT_EQ(world.calls("Scan"), 0U);
}

TEST_F(DynamoDbTablesTest, ARecordReadsAsTheManualHasIt) {
  DynamoDbWorld world;
  const Request request = full_request(request_id(1));
  ASSERT_EQ(value_of(world.ledger().commit({.requests = {creation_of(request)}})), CommitOutcome::kCommitted);
  const json::object item =
      world.on_requests("GetItem", {{"Key", dynamodb::request_key(request.id)}}).at("Item").as_object();
  EXPECT_EQ(item.at("RequestId"), (json::object{{"S", request.id.str()}}));
  EXPECT_EQ(item.at("Status"), (json::object{{"S", "REVOKED"}}));
  EXPECT_EQ(item.at("DurationMinutes"), (json::object{{"N", "45"}}));
  EXPECT_EQ(item.at("RevocationType"), (json::object{{"S", "MANUAL"}}));
  EXPECT_EQ(item.size(), to_attributes(request).size()) << "and nothing else";
}

TEST_F(DynamoDbTablesTest, NumbersBeyondWhatADoubleHoldsStayExact) {
  DynamoDbWorld world;
  Request request = pending_request(request_id(1));
  request.version = std::numeric_limits<std::int64_t>::max();
  request.further["Further"] = std::int64_t{9'007'199'254'740'993};
  request.further["Empty"] = "";
  ASSERT_EQ(value_of(world.ledger().commit({.requests = {creation_of(request)}})), CommitOutcome::kCommitted);
  EXPECT_EQ(value_of(world.ledger().request(request.id)), request);
}

TEST_F(DynamoDbTablesTest, ARecordThatIsTooLargeIsRefusedWithAllThatCameWithIt) {
  DynamoDbWorld world;
  Request request = pending_request(request_id(1));
  request.further["Further"] = std::string(410'000, 'x');
  const auto outcome = world.ledger().commit({.requests = {creation_of(request)}, .events = {event_in("request/1")}});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(value_of(world.ledger().request(request.id)), std::nullopt);
  EXPECT_EQ(value_of(world.ledger().last_event("request/1")), std::nullopt);
}

// Of the earlier deployment: it gave its records no version.
TEST_F(DynamoDbTablesTest, ARecordWithoutAVersionIsNotOverwrittenAsIfItWereNew) {
  DynamoDbWorld world;
  const Request request = pending_request(request_id(1));
  json::object early = dynamodb::item_of(to_attributes(request));
  early.erase("Version");
  world.on_requests("PutItem", {{"Item", early}});
  EXPECT_EQ(value_of(world.ledger().commit({.requests = {creation_of(request)}})), CommitOutcome::kConflict);
  EXPECT_EQ(value_of(world.ledger().commit({.requests = {change_of(request)}})), CommitOutcome::kConflict);
  EXPECT_EQ(world.on_requests("GetItem", {{"Key", dynamodb::request_key(request.id)}}).at("Item"), early);
}

}  // namespace
}  // namespace curfew::conformance
