// Records of the deployment before in the same table: found, read, and taken over only as they were found.
#include <algorithm>
#include <boost/json/array.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/dynamodb/earlier_records.h"
#include "adapters/dynamodb/keys.h"
#include "conformance/dynamodb_world.h"
#include "conformance/sample_records.h"

namespace curfew::conformance {
namespace {

namespace json = boost::json;

json::object text(const std::string& value) { return {{"S", value}}; }
json::object number(const std::string& digits) { return {{"N", digits}}; }

// As the deployment before wrote them, `seconds` after the start.
json::object earlier(std::int64_t id, const std::string& status, int seconds = 0, const std::string& user = "ada") {
  const AssignmentKey key = assignment_key(user);
  const std::int64_t at = unix_seconds(floor_seconds(kStart)) + seconds;
  return {{"RequestId", text(uuid(id))},
          {"UserId", text(user)},
          {"UserEmail", text(user + "@example.com")},
          {"AccountId", text(key.account_id.str())},
          {"AccountName", text("LogArchive")},
          {"PermissionSet", text("JIT-S3FullAccess")},
          {"PermissionSetArn", text(key.permission_set_arn.str())},
          {"RiskLevel", text("LOW")},
          {"Status", text(status)},
          {"RequestTimestamp", number(std::to_string(at))},
          {"ExpirationTimestamp", number(std::to_string(at + 3600))},
          {"Reason", text("before")},
          {"DurationMinutes", number("60")},
          {"Extra", json::object{{"M", json::object{{"a", json::object{{"BOOL", true}}}}}}},
          {"Nothing", json::object{{"NULL", true}}},
          {"Half", number("1.5")}};
}

class DynamoDbEarlierTest : public testing::Test {
 protected:
  void SetUp() override {
    CURFEW_NEEDS_MOTO();
    world_.emplace();
    records_.emplace(world_->tables());
  }

  void put(const json::object& item) { world_->on_requests("PutItem", {{"Item", item}}); }
  [[nodiscard]] json::object stored(std::int64_t id) {
    return world_->on_requests("GetItem", {{"Key", dynamodb::request_key(request_id(id))}}).at("Item").as_object();
  }
  [[nodiscard]] std::vector<std::string> ids_of(EarlierStatus status, std::size_t limit) {
    std::vector<std::string> ids;
    std::optional<std::string> after;
    do {
      const EarlierPage page = value_of(records_->page(status, limit, after));
      for (const Attributes& record : page.records) ids.push_back(std::get<std::string>(record.at("RequestId")));
      after = page.next;
    } while (after);
    return ids;
  }
  // The step that takes the record over, as it was found with this status and time.
  [[nodiscard]] static Step taking_over(std::int64_t id, const std::string& status, int seconds = 0) {
    const std::int64_t at = unix_seconds(floor_seconds(kStart)) + seconds;
    return {.requests = {creation_of(pending_request(request_id(id)))},
            .events = {event_in("request/" + uuid(id))},
            .takes_over = AsFound{.id = request_id(id), .status = status, .request_timestamp = std::to_string(at)}};
  }
  [[nodiscard]] CommitOutcome commit(const Step& step) { return value_of(world_->ledger().commit(step)); }

  std::optional<DynamoDbWorld> world_;
  std::optional<dynamodb::DynamoEarlierRecords> records_;
};

TEST_F(DynamoDbEarlierTest, RecordsOfAStatusArePagedOldestFirstWithoutCurfewsOwn) {
  for (int i = 0; i < 7; ++i) put(earlier(i, "ACTIVE", i));
  put(earlier(50, "ERROR"));
  put(earlier(51, "REVOKED"));
  Request own = pending_request(request_id(60));
  own.status = RequestStatus::kActive;
  EXPECT_EQ(commit({.requests = {creation_of(own)}}), CommitOutcome::kCommitted);
  const std::vector<std::string> expected{uuid(0), uuid(1), uuid(2), uuid(3), uuid(4), uuid(5), uuid(6)};
  for (const std::size_t limit : {1UL, 3UL, 100UL}) EXPECT_EQ(ids_of(EarlierStatus::kActive, limit), expected);
  EXPECT_EQ(ids_of(EarlierStatus::kError, 100), std::vector{uuid(50)});
  EXPECT_TRUE(ids_of(EarlierStatus::kPending, 100).empty());
  EXPECT_EQ(world_->calls("Scan"), 0U);
}

TEST_F(DynamoDbEarlierTest, AttributesOfOtherTypesAreReadAsThePortSays) {
  put(earlier(1, "ACTIVE"));
  const auto record = value_of(records_->record(request_id(1)));
  ASSERT_TRUE(record);
  EXPECT_EQ(std::get<std::int64_t>(record->at("DurationMinutes")), 60);
  EXPECT_EQ(std::get<std::string>(record->at("Half")), "1.5");
  EXPECT_EQ(std::get<std::string>(record->at("Extra")), R"({"a":{"BOOL":true}})");
  EXPECT_FALSE(record->contains("Nothing"));
  EXPECT_EQ(value_of(records_->record(request_id(2))), std::nullopt);
}

TEST_F(DynamoDbEarlierTest, WhatWasGivenIsFoundByItsAccess) {
  put(earlier(1, "ACTIVE"));
  put(earlier(2, "ERROR"));
  put(earlier(3, "REVOKED"));
  put(earlier(4, "PENDING"));
  put(earlier(5, "ACTIVE", 0, "bob"));
  json::object elsewhere = earlier(6, "ACTIVE");
  elsewhere["AccountId"] = text("111111111111");
  put(elsewhere);
  std::vector<std::string> ids;
  for (const Attributes& record : value_of(records_->given(assignment_key("ada")))) {
    ids.push_back(std::get<std::string>(record.at("RequestId")));
  }
  std::ranges::sort(ids);
  EXPECT_EQ(ids, (std::vector{uuid(1), uuid(2)}));
}

TEST_F(DynamoDbEarlierTest, TheyAreReadAsRequestsWithoutAVersion) {
  put(earlier(1, "ACTIVE", 1));
  put(earlier(2, "ERROR", 2));
  put(earlier(3, "REVOKED", 3));
  const auto request = value_of(world_->ledger().request(request_id(1)));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->version, 0);
  EXPECT_EQ(request->status, RequestStatus::kActive);
  EXPECT_EQ(value_of(world_->index().page({}, 10, std::nullopt)).size(), 3U);
  for (const RequestFilter& filter : {RequestFilter{.status = RequestStatus::kRevoking},
                                      RequestFilter{.user_id = UserId("ada"), .status = RequestStatus::kRevoking}}) {
    const auto page = value_of(world_->index().page(filter, 10, std::nullopt));
    ASSERT_EQ(page.size(), 1U);
    EXPECT_EQ(page[0].id, request_id(2));
  }
}

TEST_F(DynamoDbEarlierTest, ARecordIsTakenOverOnceAndIsCurfewsFromThenOn) {
  put(earlier(1, "ACTIVE"));
  const Step step = taking_over(1, "ACTIVE");
  EXPECT_EQ(commit(step), CommitOutcome::kCommitted);
  EXPECT_EQ(value_of(world_->ledger().request(request_id(1))), step.requests[0].record);
  EXPECT_TRUE(ids_of(EarlierStatus::kActive, 10).empty());
  EXPECT_EQ(commit(step), CommitOutcome::kConflict);
}

TEST_F(DynamoDbEarlierTest, WhatTheOldFunctionsChangedMeanwhileIsNotOverwritten) {
  put(earlier(1, "REVOKED"));
  EXPECT_EQ(commit(taking_over(1, "ACTIVE")), CommitOutcome::kConflict);
  put(earlier(1, "ACTIVE", 5));
  EXPECT_EQ(commit(taking_over(1, "ACTIVE", 4)), CommitOutcome::kConflict);
  EXPECT_EQ(stored(1), earlier(1, "ACTIVE", 5));
  EXPECT_EQ(value_of(world_->ledger().last_event("request/" + uuid(1))), std::nullopt);
}

TEST_F(DynamoDbEarlierTest, NothingIsTakenOverThatIsNotThere) {
  EXPECT_EQ(commit(taking_over(1, "ACTIVE")), CommitOutcome::kConflict);
  EXPECT_EQ(value_of(world_->ledger().request(request_id(1))), std::nullopt);
}

TEST_F(DynamoDbEarlierTest, ANewRequestDoesNotTakeTheirPlace) {
  put(earlier(1, "ACTIVE"));
  EXPECT_EQ(commit({.requests = {creation_of(pending_request(request_id(1)))}}), CommitOutcome::kConflict);
  EXPECT_EQ(stored(1), earlier(1, "ACTIVE"));
}

TEST_F(DynamoDbEarlierTest, AStepThatTakesOverWithoutWritingIsAMistake) {
  put(earlier(1, "ACTIVE"));
  Step step = taking_over(1, "ACTIVE");
  step.requests.clear();
  EXPECT_EQ(error_of(world_->ledger().commit(step)), ErrorCode::kInternal);
}

}  // namespace
}  // namespace curfew::conformance
