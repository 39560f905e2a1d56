// How events come to their positions on the audit trail: by whoever asks, once each, and seen when they go.
#include <boost/json/array.hpp>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "adapters/dynamodb/keys.h"
#include "adapters/dynamodb/trail.h"
#include "conformance/dynamodb_world.h"
#include "conformance/sample_records.h"

namespace curfew::conformance {
namespace {

constexpr std::size_t kAll = 10'000;

class DynamoDbTrailTest : public testing::Test {
 protected:
  void SetUp() override {
    CURFEW_NEEDS_MOTO();
    world_.emplace();
  }

  void store(const Step& step) { ASSERT_EQ(value_of(world_->ledger().commit(step)), CommitOutcome::kCommitted); }
  [[nodiscard]] std::vector<PlacedEvent> trail() { return value_of(world_->audit_log().events_after(0, kAll)); }
  static void expect_whole(const std::vector<PlacedEvent>& events, std::size_t count) {
    EXPECT_EQ(events.size(), count);
    std::map<std::string, std::int64_t> heads;
    std::int64_t position = 0;
    for (const PlacedEvent& placed : events) {
      EXPECT_EQ(placed.position, ++position);
      EXPECT_EQ(placed.event.sequence, ++heads[placed.event.chain]);
    }
  }

  std::optional<DynamoDbWorld> world_;
};

TEST_F(DynamoDbTrailTest, OfManyWhoPlaceAtOnceEachEventIsPlacedOnce) {
  constexpr int kEvents = 60;
  for (int i = 0; i < kEvents; ++i) store({.events = {event_in("request/" + std::to_string(i))}});
  std::vector<std::jthread> servers;
  servers.reserve(6);
  for (int i = 0; i < 6; ++i) {
    servers.emplace_back([&] { EXPECT_EQ(value_of(world_->audit_log().events_after(0, kAll)).size(), 60U); });
  }
  servers.clear();
  expect_whole(trail(), kEvents);
}

TEST_F(DynamoDbTrailTest, EventsAreWrittenWhileOthersPlace) {
  constexpr int kEach = 30;
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (int writer = 0; writer < 2; ++writer) {
    threads.emplace_back([&, writer] {
      AuditEvent last;
      for (int i = 0; i < kEach; ++i) {
        last = event_in("request/" + std::to_string(writer), i, last.hash);
        store({.events = {last}});
      }
    });
  }
  for (int placer = 0; placer < 2; ++placer) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i) EXPECT_TRUE(world_->audit_log().events_after(0, kAll));
    });
  }
  threads.clear();
  expect_whole(trail(), 2 * kEach);
}

TEST_F(DynamoDbTrailTest, MoreThanOneStretchIsOneTrail) {
  for (int i = 0; i < 105; ++i)
    store({.events = {event_in("a" + std::to_string(i)), event_in("b" + std::to_string(i))}});
  expect_whole(trail(), 210);
  const auto page = value_of(world_->audit_log().events_after(195, 7));
  ASSERT_EQ(page.size(), 7U);
  EXPECT_EQ(page.front().position, 196);
  EXPECT_EQ(page.front().event.chain, "b97");
  store({.events = {event_in("later")}});
  EXPECT_EQ(value_of(world_->audit_log().events_after(210, kAll)).size(), 1U);
}

TEST_F(DynamoDbTrailTest, AClockThatIsBehindDoesNotTurnAChainRound) {
  const AuditEvent first = event_in("request/1");
  const AuditEvent second = event_in("request/1", 1, first.hash);
  store({.events = {first}});
  world_->clock().advance(-std::chrono::hours(1));
  world_->restart();
  store({.events = {second}});
  const auto events = trail();
  expect_whole(events, 2);
}

TEST_F(DynamoDbTrailTest, PlacedEventsLeaveNothingBehind) {
  store({.events = {event_in("a")}});
  expect_whole(trail(), 1);
  EXPECT_TRUE(value_of(dynamodb::read_unplaced(world_->tables())).empty());
}

TEST_F(DynamoDbTrailTest, AnEventThatWasRemovedIsMissed) {
  const AuditEvent gone = event_in("b");
  store({.events = {event_in("a"), gone, event_in("c")}});
  expect_whole(trail(), 3);
  world_->on_ledger("DeleteItem", {{"Key", dynamodb::event_key(gone.chain, gone.sequence)}});
  const auto read = world_->audit_log().events_after(0, kAll);
  ASSERT_EQ(error_of(read), ErrorCode::kDamaged);
  EXPECT_NE(read.error().log_text.find("event 1 of b, at position 2 of the trail, was removed"), std::string::npos)
      << read.error().log_text;
}

TEST_F(DynamoDbTrailTest, AnEventThatWasExchangedIsFoundOut) {
  const AuditEvent event = event_in("b");
  store({.events = {event}});
  expect_whole(trail(), 1);
  boost::json::object forged = dynamodb::item_of(to_attributes(event_in("b", 0, "", "another reason")));
  for (const auto& [name, value] : dynamodb::event_key("b", 1)) forged[name] = value;
  world_->on_ledger("PutItem", {{"Item", forged}});
  EXPECT_EQ(error_of(world_->audit_log().events_after(0, kAll)), ErrorCode::kDamaged);
}

TEST_F(DynamoDbTrailTest, EventsAreNeverWrittenAgain) {
  const AuditEvent event = event_in("a");
  store({.events = {event}});
  const auto key = dynamodb::event_key(event.chain, event.sequence);
  const auto before = world_->on_ledger("GetItem", {{"Key", key}});
  expect_whole(trail(), 1);
  EXPECT_EQ(world_->on_ledger("GetItem", {{"Key", key}}), before);
}

}  // namespace
}  // namespace curfew::conformance
