// A lane has one holder at a time, and a holder who stalled is found out.

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "conformance/sample_records.h"
#include "conformance/store_world.h"

namespace curfew::conformance {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const std::string kLane = "account/533267321107";

TEST_P(ClaimConformance, AClaimSaysWhatWasAskedFor) {
  const Claim held = claim(kLane, kStart, kStart + minutes(1));
  EXPECT_EQ(held.lane, kLane);
  EXPECT_EQ(held.claimed_at, kStart);
  EXPECT_EQ(held.until, kStart + minutes(1));
  EXPECT_GT(held.epoch, 0);
}

TEST_P(ClaimConformance, AClaimedLaneIsHeldToItsLastMillisecond) {
  const Claim held = claim(kLane, kStart, kStart + minutes(1));
  EXPECT_EQ(value_of(queue().claim(kLane, kStart, kStart + minutes(1))).has_value(), false);
  EXPECT_EQ(value_of(queue().claim(kLane, held.until - Millis(1), kStart + hours(1))).has_value(), false);
  EXPECT_GT(claim(kLane, held.until, kStart + hours(1)).epoch, held.epoch);
}

TEST_P(ClaimConformance, ClaimsOutliveARestart) {
  const Claim held = claim(kLane, kStart, kStart + minutes(1));
  world_->restart();
  EXPECT_EQ(value_of(queue().claim(kLane, kStart, kStart + minutes(1))).has_value(), false);
  EXPECT_GT(claim(kLane, held.until, kStart + hours(1)).epoch, held.epoch);
}

TEST_P(ClaimConformance, LanesAreClaimedIndependentlyAndByteByByte) {
  for (const char* lane : {"account/1", "account/2", "Account/1", "account/1 ", ""}) {
    EXPECT_GT(claim(lane, kStart, kStart + minutes(1)).epoch, 0);
  }
}

TEST_P(ClaimConformance, AReleasedLaneIsFreeAndItsNextEpochIsGreater) {
  const Claim first = claim(kLane, kStart, kStart + hours(1));
  ASSERT_TRUE(queue().release(first));
  const Claim second = claim(kLane, kStart, kStart + hours(1));
  EXPECT_GT(second.epoch, first.epoch);
}

TEST_P(ClaimConformance, EpochsGrowWhateverIsReleasedAndRestarted) {
  std::int64_t last = 0;
  for (int i = 0; i < 10; ++i) {
    const Claim next = claim(kLane, kStart, kStart + hours(1));
    EXPECT_GT(next.epoch, last);
    last = next.epoch;
    ASSERT_TRUE(queue().release(next));
    if (i % 3 == 0) world_->restart();
  }
}

TEST_P(ClaimConformance, ReleasingAStaleClaimDoesNotTakeTheLaneFromItsHolder) {
  const Claim stale = claim(kLane, kStart, kStart + minutes(1));
  const Claim newest = claim(kLane, stale.until, stale.until + minutes(1));
  ASSERT_TRUE(queue().release(stale));
  EXPECT_EQ(value_of(queue().claim(kLane, stale.until, stale.until + hours(1))).has_value(), false);
  ASSERT_TRUE(queue().release(newest));
  ASSERT_TRUE(queue().release(newest));
}

TEST_P(ClaimConformance, AClaimedLaneIsNotDue) {
  const OwedWork work = drive_work(assignment_key("ada"), kStart, kGrantPriority, false);
  store({.owed = {work}});
  const Claim held = claim(work.lane, kStart, kStart + minutes(1));
  EXPECT_TRUE(value_of(queue().due_lanes(WorkClass::kAccess, kStart, 10)).empty());
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, held.until, 10)), std::vector{work.lane});
  ASSERT_TRUE(queue().release(held));
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, 10)), std::vector{work.lane});
}

TEST_P(ClaimConformance, ClaimedLanesDoNotTakeThePlaceOfFreeOnes) {
  const OwedWork urgent = end_lease_work(request_id(1), kStart - minutes(1));
  const OwedWork other = end_lease_work(request_id(2), kStart);
  store({.owed = {urgent, other}});
  EXPECT_GT(claim(urgent.lane, kStart, kStart + minutes(1)).epoch, 0);
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, 1)), std::vector{other.lane});
}

TEST_P(ClaimConformance, AClaimMadeByAClockThatWasSetBackSinceHoldsNobodyUp) {
  const OwedWork work = drive_work(assignment_key("ada"), kStart, kRevokePriority, false);
  store({.owed = {work}});
  const Claim future = claim(work.lane, kStart + hours(24 * 365), kStart + hours(24 * 365) + minutes(1));
  EXPECT_EQ(value_of(queue().due_lanes(WorkClass::kAccess, kStart, 10)), std::vector{work.lane});
  const Claim now = claim(work.lane, kStart, kStart + minutes(1));
  EXPECT_GT(now.epoch, future.epoch);
  EXPECT_EQ(commit({.under = future}), CommitOutcome::kConflict);
}

TEST_P(ClaimConformance, AClockThatIsALittleAheadIsRespected) {
  EXPECT_GT(claim(kLane, kStart + Millis(500), kStart + minutes(1)).epoch, 0);
  EXPECT_EQ(value_of(queue().claim(kLane, kStart, kStart + minutes(1))).has_value(), false);
}

TEST_P(ClaimConformance, OfManyWhoClaimALaneExactlyOneGetsIt) {
  constexpr int kRivals = 8;
  for (int round = 0; round < 10; ++round) {
    std::atomic<int> holders = 0;
    std::latch start(kRivals);
    std::vector<std::jthread> rivals;
    rivals.reserve(kRivals);
    for (int i = 0; i < kRivals; ++i) {
      rivals.emplace_back([&] {
        start.arrive_and_wait();
        const Instant now = kStart + minutes(round);
        if (value_of(queue().claim(kLane, now, now + minutes(1)))) ++holders;
      });
    }
    rivals.clear();
    EXPECT_EQ(holders, 1) << round;
  }
}

TEST_P(ClaimConformance, ManyLapsedClaimsAreNoTrouble) {
  Instant now = kStart;
  for (int i = 0; i < 20; ++i) {
    now += hours(30);
    EXPECT_GT(claim("request/" + uuid(i), now, now + minutes(1)).epoch, 0);
  }
}

}  // namespace
}  // namespace curfew::conformance
