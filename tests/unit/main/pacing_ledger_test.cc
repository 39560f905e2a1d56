#include "main/pacing_ledger.h"

#include <gtest/gtest.h>

#include <chrono>
#include <stop_token>

#include "support/fake_clock.h"
#include "support/late_store.h"

namespace curfew::wiring {
namespace {

using namespace std::chrono_literals;

const RequestId kRequest{"11111111-2222-4333-8444-555555555555"};
constexpr Millis kNever = std::chrono::hours(24);

class PacingLedgerTest : public testing::Test {
 protected:
  // Comes back at once where the workers were called, and a day later where not.
  bool is_called(WorkClass work_class) { return paces_.of(work_class).wait_for_turn(stop_.get_token()); }

  test::FakeClock clock_;
  test::LateStore store_;
  WorkPaces paces_{{.shortest = kNever, .longest = kNever}};
  WorkPace feed_{{.shortest = kNever, .longest = kNever}};
  PacingLedger ledger_{store_, paces_, feed_, clock_};
  std::stop_source stop_;
};

TEST_F(PacingLedgerTest, WorkersHearOfWhatAStepOwes) {
  const auto outcome = ledger_.commit({.owed = {end_lease_work(kRequest, clock_.now())}});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(CommitOutcome::kCommitted, *outcome);
  EXPECT_TRUE(is_called(WorkClass::kAccess));
}

TEST_F(PacingLedgerTest, AnOutcomeThatNobodyKnowsMayHaveLeftWork) {
  store_.be_late_once();
  const auto outcome = ledger_.commit({.owed = {end_lease_work(kRequest, clock_.now())}});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(CommitOutcome::kUnknown, *outcome);
  EXPECT_TRUE(is_called(WorkClass::kAccess));
}

TEST_F(PacingLedgerTest, TheFeedHearsOfEveryStepThatIsOnTheTrail) {
  ASSERT_TRUE(ledger_.commit({.events = {chained({.chain = "users", .at = clock_.now()}, 0, "")}}));
  EXPECT_TRUE(feed_.wait_for_turn(stop_.get_token()));
}

}  // namespace
}  // namespace curfew::wiring
