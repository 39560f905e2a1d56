// The audit trail as one sequence, and its checkpoints.

#include <algorithm>
#include <atomic>
#include <latch>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "conformance/sample_records.h"
#include "conformance/store_world.h"

namespace curfew::conformance {
namespace {

constexpr std::size_t kAll = 10'000;

void expect_positions_without_gaps(const std::vector<PlacedEvent>& events) {
  std::int64_t expected = 0;
  for (const PlacedEvent& placed : events) EXPECT_EQ(placed.position, ++expected);
}

TEST_P(AuditLogConformance, IsEmptyAtFirst) {
  EXPECT_TRUE(value_of(audit_log().events_after(0, kAll)).empty());
  EXPECT_EQ(value_of(audit_log().last_checkpoint()), std::nullopt);
  EXPECT_TRUE(value_of(audit_log().checkpoints_after(0, kAll)).empty());
}

TEST_P(AuditLogConformance, EventsOfAllChainsStandInTheOrderInWhichTheyWereCommitted) {
  std::vector<AuditEvent> stored;
  for (int i = 0; i < 9; ++i) {
    const AuditEvent first = event_in("request/" + std::to_string(i));
    const AuditEvent second = event_in(first.chain, 1, first.hash);
    store({.events = {first, second}});
    stored.insert(stored.end(), {first, second});
  }
  world_->restart();
  const auto all = value_of(audit_log().events_after(0, kAll));
  expect_positions_without_gaps(all);
  ASSERT_EQ(all.size(), stored.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].event, stored[i]);
}

TEST_P(AuditLogConformance, EventsArePagedByPosition) {
  for (int i = 0; i < 10; ++i) store({.events = {event_in(std::to_string(i))}});
  const auto page = value_of(audit_log().events_after(3, 4));
  ASSERT_EQ(page.size(), 4U);
  EXPECT_EQ(page.front().position, 4);
  EXPECT_EQ(page.back().position, 7);
  EXPECT_TRUE(value_of(audit_log().events_after(10, 4)).empty());
}

TEST_P(AuditLogConformance, RefusedStepsLeaveNoGap) {
  for (int i = 0; i < 5; ++i) {
    store({.events = {event_in(std::to_string(i))}});
    EXPECT_EQ(commit({.events = {event_in("refused/" + std::to_string(i)), event_in("0", 0, "", "taken")}}),
              CommitOutcome::kConflict);
  }
  const auto all = value_of(audit_log().events_after(0, kAll));
  EXPECT_EQ(all.size(), 5U);
  expect_positions_without_gaps(all);
}

TEST_P(AuditLogConformance, RivalsLeaveNoGapAndKeepTheOrderOfEachChain) {
  constexpr int kThreads = 8;
  constexpr int kEach = 20;
  std::vector<std::jthread> threads;
  threads.reserve(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      AuditEvent last;
      for (int i = 0; i < kEach; ++i) {
        last = event_in("request/" + std::to_string(thread), i, last.hash);
        store({.events = {last}});
        // Every place but the first is taken by somebody.
        const auto taken = value_of(ledger().commit({.events = {event_in("shared", 0, "", std::to_string(thread))}}));
        EXPECT_NE(taken, CommitOutcome::kUnknown);
      }
    });
  }
  threads.clear();
  const auto all = value_of(audit_log().events_after(0, kAll));
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kThreads * kEach + 1));
  expect_positions_without_gaps(all);
  std::map<std::string, std::int64_t> last;
  for (const PlacedEvent& placed : all) EXPECT_EQ(placed.event.sequence, ++last[placed.event.chain]);
}

TEST_P(AuditLogConformance, ADamagedEventIsToldAbout) {
  const AuditEvent bad = event_in("b");
  store({.events = {event_in("a"), bad, event_in("c")}});
  world_->damage_event(bad.hash);
  EXPECT_EQ(error_of(audit_log().events_after(0, kAll)), ErrorCode::kDamaged);
  EXPECT_EQ(error_of(audit_log().events_after(1, kAll)), ErrorCode::kDamaged);
  EXPECT_EQ(value_of(audit_log().events_after(0, 1)).size(), 1U);
  EXPECT_EQ(value_of(audit_log().events_after(2, kAll)).size(), 1U);
}

TEST_P(AuditLogConformance, CheckpointsReadBackEqualAlsoAfterARestart) {
  const Checkpoint first = checkpoint_after({}, 10);
  const Checkpoint second = checkpoint_after(first, 25);
  EXPECT_TRUE(value_of(audit_log().append(first)));
  EXPECT_TRUE(value_of(audit_log().append(second)));
  world_->restart();
  EXPECT_EQ(value_of(audit_log().last_checkpoint()), second);
  EXPECT_EQ(value_of(audit_log().checkpoints_after(0, kAll)), (std::vector{first, second}));
  EXPECT_EQ(value_of(audit_log().checkpoints_after(0, 1)), std::vector{first});
  EXPECT_EQ(value_of(audit_log().checkpoints_after(1, kAll)), std::vector{second});
}

TEST_P(AuditLogConformance, OnlyTheNextCheckpointIsTaken) {
  const Checkpoint first = checkpoint_after({}, 10);
  Checkpoint third = checkpoint_after(checkpoint_after(first, 20), 30);
  EXPECT_FALSE(value_of(audit_log().append(third)));
  EXPECT_FALSE(value_of(audit_log().append(Checkpoint{})));
  EXPECT_TRUE(value_of(audit_log().append(first)));
  EXPECT_FALSE(value_of(audit_log().append(first)));
  EXPECT_FALSE(value_of(audit_log().append(third)));
  EXPECT_EQ(value_of(audit_log().last_checkpoint()), first);
}

TEST_P(AuditLogConformance, OfManyServersExactlyOneAppendsACheckpoint) {
  constexpr int kRivals = 8;
  std::atomic<int> appended = 0;
  std::latch start(kRivals);
  std::vector<std::jthread> rivals;
  rivals.reserve(kRivals);
  for (int i = 0; i < kRivals; ++i) {
    rivals.emplace_back([&, i] {
      start.arrive_and_wait();
      if (value_of(audit_log().append(checkpoint_after({}, i)))) ++appended;
    });
  }
  rivals.clear();
  EXPECT_EQ(appended, 1);
  EXPECT_EQ(value_of(audit_log().checkpoints_after(0, kAll)).size(), 1U);
}

}  // namespace
}  // namespace curfew::conformance
