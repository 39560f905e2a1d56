#include "app/keep_timer.h"

#include <gmock/gmock.h>

#include "app_test.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;
using testing::ElementsAre;
using testing::HasSubstr;

Error no_answer(Effect effect = Effect::kNone) {
  return {.code = ErrorCode::kUnavailable,
          .public_text = "EventBridge Scheduler does not answer.",
          .log_text = "ThrottlingException",
          .effect = effect};
}

class KeepTimerTest : public AppTest {
 protected:
  KeepTimerTest() { world_.keep_time_outside(true); }

  void work_on_timers() { answer(world_.app().do_owed_work.run_once(WorkClass::kTimer)); }
  void work_on_access() { answer(world_.app().do_owed_work.run_once(WorkClass::kAccess)); }
  Request submit(std::int64_t minutes = 30) { return world_.submit(World::low_risk(world_.ada, minutes)); }
  [[nodiscard]] std::optional<OwedWork> owed(const Request& request) {
    return answer(world_.queue().work(timer_work(request.id, Instant{}).id));
  }
  void revoke(const Request& request) {
    answer(world_.rival().revoke({.caller = world_.ada, .request_id = request.id}));
  }
};

TEST_F(KeepTimerTest, NothingIsAskedOfAwsBeforeTheTimerStands) {
  const Request request = submit();
  work_on_access();
  EXPECT_TRUE(world_.center.asks().empty());
  work_on_timers();
  const auto standing = world_.timer.standing(request.id);
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->end.at, *request.expires_at);
  EXPECT_EQ(standing->end.access, request.access);
  EXPECT_EQ(world_.request(request.id).schedule_arn, standing->arn);
  work_on_access();
  EXPECT_EQ(world_.center.asks_of(OperationKind::kCreate), 1);
}

TEST_F(KeepTimerTest, WhatIsOnRecordTellsOfTheTimerFirst) {
  const Request request = world_.granted(world_.ada);
  EXPECT_EQ(world_.trail(request.id), "request.submitted access.timed access.granted");
}

TEST_F(KeepTimerTest, ATimerThatCannotBeSetIsTriedAgain) {
  world_.timer.fail_next(no_answer(), 3);
  const Request request = submit();
  world_.run_for(seconds(20));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  EXPECT_EQ(world_.timer.sets(), 4);
}

TEST_F(KeepTimerTest, ATimerWhoseAnswerIsLostIsSetAgainAndStandsOnce) {
  world_.timer.fail_next(no_answer(Effect::kMaybe));
  const Request request = submit();
  world_.run_for(seconds(20));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  EXPECT_EQ(world_.timer.all_standing().size(), 1U);
}

TEST_F(KeepTimerTest, WithoutATimerTheRequestFailsInTimeAndNothingWasAsked) {
  world_.timer.fail_next(no_answer(), 1000);
  const Request request = submit();
  world_.run_for(minutes(10) - seconds(1));
  EXPECT_EQ(world_.status(request.id), RS::kGranting);
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.status(request.id), RS::kFailed);
  EXPECT_THAT(world_.request(request.id).failure, HasSubstr("No timer"));
  EXPECT_THAT(world_.request(request.id).failure, HasSubstr("ThrottlingException"));
  EXPECT_TRUE(world_.center.asks().empty());
  EXPECT_EQ(world_.log.count("timer_not_set"), 1);
}

// … not even tried: a call that is late could outlive the removal.
TEST_F(KeepTimerTest, NoTimerIsSetWhenItIsTooLateToGrant) {
  const Request request = submit();
  world_.clock.advance(minutes(10));
  work_on_timers();
  EXPECT_EQ(world_.timer.sets(), 0);
  EXPECT_EQ(world_.status(request.id), RS::kFailed);
}

TEST_F(KeepTimerTest, AnEarlyEndTakesTheTimerAway) {
  const Request request = world_.granted(world_.ada, 60);
  ASSERT_TRUE(world_.timer.standing(request.id));
  revoke(request);
  work_on_timers();
  EXPECT_FALSE(world_.timer.standing(request.id));
  EXPECT_THAT(world_.timer.removed(), ElementsAre(request.schedule_arn.empty() ? FakeRevocationTimer::arn_of(request.id)
                                                                               : request.schedule_arn));
}

// A server that stalled with the call in its hands may make it until its signature is too old.
TEST_F(KeepTimerTest, WhatIsTakenAwayEarlyIsTakenAwayOnceMore) {
  const Request request = world_.granted(world_.ada, 60);
  revoke(request);
  work_on_timers();
  const auto again = owed(request);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->due, Instant(request.decision->at) + minutes(10) + world_.timer.settle());
  answer(world_.timer.set({.request_id = request.id, .access = request.access, .at = *request.expires_at},
                          world_.clock.now()));
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_FALSE(world_.timer.standing(request.id));
}

TEST_F(KeepTimerTest, AtTheEndOfAnHourOnceIsEnough) {
  const Request request = world_.granted(world_.ada, 60);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.timer.removed().size(), 1U);
  EXPECT_FALSE(world_.timer.standing(request.id));
}

TEST_F(KeepTimerTest, ARemovalThatFailsIsTriedAgain) {
  const Request request = world_.granted(world_.ada, 60);
  world_.timer.fail_next(no_answer(), 3);
  revoke(request);
  world_.run_for(seconds(30));
  EXPECT_FALSE(world_.timer.standing(request.id));
}

TEST_F(KeepTimerTest, ARequestThatEndsWhileItsTimerIsSetLeavesNone) {
  const Request request = submit();
  // Between the answer and the record.
  world_.gate.arm(1, Fault::kRival, [&] { revoke(request); });
  work_on_timers();
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_TRUE(world_.timer.standing(request.id));
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_FALSE(world_.timer.standing(request.id));
  EXPECT_TRUE(world_.center.asks().empty());
}

TEST_F(KeepTimerTest, ADeathAfterTheCallIsMadeGood) {
  const Request request = submit();
  world_.gate.arm(1, Fault::kDiesBefore);
  EXPECT_THROW(work_on_timers(), ProcessDied);
  world_.restart();
  world_.run_for(minutes(2));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

TEST_F(KeepTimerTest, ASlowTimerHoldsUpNoRevocation) {
  const Request first = world_.granted(world_.ben, 5);
  world_.timer.fail_next(no_answer(), 1000);
  const Request second = submit();
  world_.run_until(Instant(*first.expires_at) + seconds(10));
  EXPECT_EQ(world_.status(first.id), RS::kRevoked);
  EXPECT_EQ(world_.status(second.id), RS::kGranting);
}

TEST_F(KeepTimerTest, WhatAnEarlierConfigurationOwesIsWaived) {
  const Request waiting = submit();
  const Request timed = world_.granted(world_.ben, 60);
  world_.keep_time_outside(false);
  const int sets = world_.timer.sets();
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(waiting.id), RS::kActive);
  revoke(waiting);
  answer(world_.rival().revoke({.caller = world_.ben, .request_id = timed.id}));
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.timer.sets(), sets);
  EXPECT_TRUE(world_.timer.removed().empty());
}

TEST_F(KeepTimerTest, WithTheServersOwnTimerAloneNothingMoreIsOwed) {
  world_.keep_time_outside(false);
  const Request request = submit();
  EXPECT_FALSE(owed(request));
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.trail(request.id), "request.submitted access.granted access.ending access.revoked");
  EXPECT_EQ(world_.timer.sets(), 0);
}

TEST_F(KeepTimerTest, TheSweepOwesALostTimerAgain) {
  const Request request = submit();
  answer(world_.ledger().commit({.settled = {timer_work(request.id, Instant{}).id}}));
  EXPECT_EQ(answer(world_.app().sweep()).put_right, 1);
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  EXPECT_EQ(answer(world_.app().sweep()).put_right, 0);
}

}  // namespace
}  // namespace curfew::test
