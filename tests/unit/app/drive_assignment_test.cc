#include "app/drive_assignment.h"

#include <algorithm>

#include "app_test.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;
using Plan = AskPlan::Kind;

class DriveAssignmentTest : public AppTest {
 protected:
  Request submit(std::optional<std::int64_t> minutes = std::nullopt) {
    return world_.submit(World::low_risk(world_.ada, minutes));
  }
  void plan_creates(Plan kind, int times = 1) { world_.center.plan(OperationKind::kCreate, {.kind = kind}, times); }
  void plan_deletes(Plan kind, int times = 1) { world_.center.plan(OperationKind::kDelete, {.kind = kind}, times); }
};

TEST_F(DriveAssignmentTest, AConflictExceptionMeansTryAgainAndNeverAlreadyThere) {
  plan_creates(Plan::kConflict, 4);
  const Request request = submit();
  world_.run_for(seconds(3));
  EXPECT_EQ(world_.status(request.id), RS::kGranting);
  EXPECT_FALSE(world_.center.is_assigned(request.access));
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  EXPECT_EQ(world_.center.asks_of(OperationKind::kCreate), 5);
}

TEST_F(DriveAssignmentTest, TriesAfterAThrottleComeLaterAndLater) {
  plan_creates(Plan::kThrottled, 8);
  const Request request = submit();
  world_.run_for(minutes(3));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  const auto asks = world_.center.asks();
  ASSERT_EQ(asks.size(), 9U);
  EXPECT_LT(asks[1].at - asks[0].at, seconds(1));
  EXPECT_GE(asks[8].at - asks[7].at, seconds(20));
}

TEST_F(DriveAssignmentTest, WhoStalledWhileItWasWrittenDownCallsNoMore) {
  const Request request = submit();
  int commits = 0;
  world_.gate.arm_each(
      [&](CallKind kind) { return kind == CallKind::kCommits && ++commits == 1 ? Fault::kStall : Fault::kNone; },
      [&] { world_.clock.advance(seconds(31)); });
  ASSERT_TRUE(world_.app().do_owed_work.run_once(WorkClass::kAccess));
  EXPECT_TRUE(world_.center.asks().empty()) << "somebody else may have the lane by now";
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

// What ends between the two questions is seen by the second one.
TEST_F(DriveAssignmentTest, WhatIsUnderWayIsAskedBeforeTheLook) {
  const Request request = world_.granted(world_.ada, 5);
  world_.center.take_by_hand(request.access);
  world_.gate.arm(100'000, Fault::kFailsBefore);
  world_.run_for(minutes(6));
  const auto calls = world_.gate.calls();
  const auto under_way = std::ranges::find(calls, "IdentityCenter::anything_in_progress");
  const auto look = std::ranges::find(calls, "IdentityCenter::look");
  ASSERT_NE(look, calls.end());
  EXPECT_LT(under_way - calls.begin(), look - calls.begin());
}

TEST_F(DriveAssignmentTest, AnOperationThatTakesLongIsNeverTakenForASuccess) {
  world_.center.plan(OperationKind::kCreate, {.kind = Plan::kTakes, .time = minutes(4)});
  const Request request = submit();
  world_.run_for(minutes(3));
  EXPECT_EQ(world_.status(request.id), RS::kGranting);
  world_.run_for(minutes(2));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

TEST_F(DriveAssignmentTest, ADeleteThatTakesLongIsNeverTakenForASuccess) {
  const Request request = world_.granted(world_.ada, 5);
  world_.center.plan(OperationKind::kDelete, {.kind = Plan::kTakes, .time = minutes(4)});
  world_.run_for(minutes(8));
  EXPECT_EQ(world_.status(request.id), RS::kRevoking);
  world_.run_for(minutes(2));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_FALSE(world_.center.is_assigned(request.access));
}

TEST_F(DriveAssignmentTest, ALostCallThatHappenedIsFoundOut) {
  plan_creates(Plan::kLostAfter);
  const Request request = submit();
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  EXPECT_TRUE(world_.center.is_assigned(request.access));
}

TEST_F(DriveAssignmentTest, ALostCallThatDidNotHappenIsAskedAgain) {
  plan_creates(Plan::kLostBefore, 3);
  const Request request = submit();
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

TEST_F(DriveAssignmentTest, ALostDeleteIsNeverRevokedOnResourceNotFoundAlone) {
  World world({.settle = minutes(5)});
  const Request request = world.granted(world.ada, 5);
  world.center.plan(OperationKind::kDelete, {.kind = Plan::kLostAfter});
  world.run_for(minutes(6));
  EXPECT_FALSE(world.center.is_assigned(request.access)) << "the lost delete took effect";
  EXPECT_EQ(world.status(request.id), RS::kRevoking) << "but nothing is concluded before everything has settled";
  world.run_for(minutes(5));
  EXPECT_EQ(world.status(request.id), RS::kRevoked);
}

TEST_F(DriveAssignmentTest, AnOperationThatAwsForgetsIsLookedAfter) {
  world_.center.plan(OperationKind::kCreate, {.kind = Plan::kTakes, .time = seconds(20)});
  const Request request = submit();
  world_.run_for(seconds(5));
  world_.center.forget_operations();
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  EXPECT_TRUE(world_.center.is_assigned(request.access));
}

TEST_F(DriveAssignmentTest, ChecksThatFailSayNothing) {
  const Request request = submit();
  world_.run_for(milliseconds(100));
  world_.center.fail_reads(6);
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

TEST_F(DriveAssignmentTest, ACreateThatFailsIsCleanedUpAndTold) {
  plan_creates(Plan::kFails);
  const Request request = submit();
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.status(request.id), RS::kFailed);
  EXPECT_NE(world_.request(request.id).failure.find("an internal failure"), std::string::npos);
  EXPECT_EQ(world_.mailer.count(LetterKind::kAccessFailed, "ada@example.com", request.id), 1);
}

TEST_F(DriveAssignmentTest, WhatACreateThatFailedHasLeftBehindIsTakenAway) {
  plan_creates(Plan::kFailsInTruth);
  const Request request = submit();
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.status(request.id), RS::kFailed);
  EXPECT_FALSE(world_.center.is_assigned(request.access));
}

TEST_F(DriveAssignmentTest, ACreateThatAwsRefusesFailsAtOnce) {
  plan_creates(Plan::kRefused);
  const Request request = submit();
  world_.run_for(seconds(1));
  EXPECT_EQ(world_.status(request.id), RS::kFailed);
  EXPECT_EQ(world_.center.asks().size(), 1U);
}

TEST_F(DriveAssignmentTest, WhatCannotBeGrantedInTimeIsGivenUp) {
  plan_creates(Plan::kThrottled, 1000);
  const Request request = submit();
  world_.run_for(minutes(11));
  EXPECT_EQ(world_.status(request.id), RS::kFailed);
  const auto asks = world_.center.asks();
  EXPECT_LE(asks.back().at, kTestStart + minutes(10)) << "no create is sent later than that after the decision";
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_TRUE(world_.center.assigned().empty());
}

TEST_F(DriveAssignmentTest, NoCreateIsSentAfterTheEnd) {
  plan_creates(Plan::kLostBefore, 1000);
  const Request request = submit(5);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.status(request.id), RS::kFailed);
  for (const SeenAsk& ask : world_.center.asks()) {
    if (ask.kind == OperationKind::kCreate) EXPECT_LT(ask.at, Instant(*request.expires_at));
  }
  EXPECT_TRUE(world_.center.assigned().empty());
}

TEST_F(DriveAssignmentTest, WhatIsAskedIsSignedWithTheTimeOfTheClaim) {
  submit();
  world_.run_for(minutes(2));
  for (const SeenAsk& ask : world_.center.asks()) {
    EXPECT_LE(ask.claimed_at, ask.at);
    EXPECT_LT(ask.at - ask.claimed_at, seconds(30));
  }
}

TEST_F(DriveAssignmentTest, AServerThatDiesWhileAskingLeavesAQuestionAndNoSurprise) {
  const Request request = submit();
  world_.gate.arm(3, Fault::kDiesAfter);  // claimed, written that it is asked, asked
  EXPECT_THROW(world_.work_now(), ProcessDied);
  world_.restart();
  ASSERT_EQ(world_.center.asks().size(), 1U);
  EXPECT_TRUE(world_.assignment(request.access).operation->open) << "the call is on record, its answer is not";
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_TRUE(world_.center.assigned().empty());
}

TEST_F(DriveAssignmentTest, AClaimThatWasTakenOverAsksNothing) {
  const Request request = submit();
  const auto lane = "account/" + request.access.account_id.str();
  const Claim stale = answer(world_.store.claim(lane, world_.clock.now(), world_.clock.now())).value();
  const Claim fresh = answer(world_.store.claim(lane, world_.clock.now(), world_.clock.now() + minutes(1))).value();
  EXPECT_GT(fresh.epoch, stale.epoch);
  const auto driven = world_.app().drive(request.access, stale);
  ASSERT_FALSE(driven.has_value());
  EXPECT_EQ(driven.error().code, ErrorCode::kConflict);
  EXPECT_TRUE(world_.center.asks().empty());
}

TEST_F(DriveAssignmentTest, ALeaseThatComesDuringTheDeleteIsGrantedAfterIt) {
  const Request first = world_.granted(world_.ada, 5);
  world_.run_until(Instant(*first.expires_at) + milliseconds(500));
  ASSERT_EQ(world_.assignment(first.access).state, AssignmentState::kDeleting);
  const Request second = submit(15);
  EXPECT_EQ(second.status, RS::kGranting);
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.status(first.id), RS::kRevoked);
  EXPECT_EQ(world_.status(second.id), RS::kActive);
  EXPECT_TRUE(world_.center.is_assigned(second.access));
}

TEST_F(DriveAssignmentTest, WhatIsBackAfterOurDeletionIsDeletedAgainLoudly) {
  World world({.settle = minutes(5)});
  const Request request = world.granted(world.ada, 5);
  world.run_until(Instant(*request.expires_at) + seconds(30));
  ASSERT_EQ(world.status(request.id), RS::kRevoked);
  // A create of ours that AWS had delayed, as far as anybody can tell.
  const AskResult late = world.center.ask(OperationKind::kCreate, request.access, world.clock.now());
  ASSERT_TRUE(late.has_value());
  EXPECT_TRUE(world.run_until_quiet());
  EXPECT_TRUE(world.center.assigned().empty());
  const auto lines = world.log.lines();
  EXPECT_TRUE(std::ranges::any_of(lines, [](const RecordingLog::Line& line) {
    return line.level == LogLevel::kError && line.fields.contains("action") &&
           line.fields.at("action") == "assignment.returned";
  }));
}

TEST_F(DriveAssignmentTest, OneOperationAtATimeOnOneAccount) {
  const Request adas = submit();
  const Request bens = world_.submit(World::low_risk(world_.ben));
  world_.run_for(seconds(1));
  EXPECT_EQ(world_.center.asks().size(), 1U) << "the second would only be refused";
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(adas.id), RS::kActive);
  EXPECT_EQ(world_.status(bens.id), RS::kActive);
  EXPECT_EQ(world_.center.asks().size(), 2U);
}

TEST_F(DriveAssignmentTest, RevocationsGoAheadOfGrants) {
  const Request old = world_.granted(world_.ada, 5);
  world_.clock.set(Instant(*old.expires_at));
  const Request fresh = world_.submit(World::low_risk(world_.ben));
  world_.run_for(seconds(10));
  const auto asks = world_.center.asks();
  ASSERT_EQ(asks.size(), 3U);
  EXPECT_EQ(asks[1].kind, OperationKind::kDelete);
  EXPECT_EQ(asks[1].key, old.access);
  EXPECT_EQ(world_.status(fresh.id), RS::kActive);
}

TEST_F(DriveAssignmentTest, FailedAsksAreLoggedAndCounted) {
  plan_creates(Plan::kThrottled);
  submit();
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.log.first("ask_failed").fields.at("failure"), "throttled");
  EXPECT_EQ(world_.metrics.value("curfew_outside_calls_total{call=create,result=throttled}"), 1);
  EXPECT_EQ(world_.metrics.value("curfew_outside_calls_total{call=create,result=ok}"), 1);
}

}  // namespace
}  // namespace curfew::test
