#include "app/submit.h"

#include "app_test.h"
#include "support/late_store.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

class SubmitTest : public AppTest {
 protected:
  [[nodiscard]] Result<Request> submit(const SubmitCall& call) { return world_.app().submit(call); }
  [[nodiscard]] bool nothing_is_stored() const {
    const auto tables = world_.store.tables();
    return tables.requests.empty() && tables.events.empty() && tables.work.empty() && tables.assignments.empty();
  }
};

TEST_F(SubmitTest, LowRiskIsDecidedAtOnceAndBecomesActiveWhenAwsSaysSo) {
  const Request request = answer(submit(World::low_risk(world_.ada, 15)));
  EXPECT_EQ(request.status, RS::kGranting);
  EXPECT_TRUE(request.decision->automatic);
  EXPECT_EQ(request.expires_at, floor_seconds(kTestStart) + minutes(15));
  world_.run_for(seconds(1));
  EXPECT_EQ(world_.status(request.id), RS::kGranting) << "AWS is still at work";
  world_.run_for(seconds(5));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  EXPECT_TRUE(world_.center.is_assigned(request.access));
}

TEST_F(SubmitTest, HighRiskWaitsAndNothingIsAskedOfAws) {
  const Request request = answer(submit(World::high_risk(world_.ada)));
  EXPECT_EQ(request.status, RS::kPending);
  EXPECT_EQ(request.expires_at, std::nullopt);
  world_.run_for(hours(1));
  EXPECT_EQ(world_.status(request.id), RS::kPending);
  EXPECT_EQ(world_.center.asks_of(OperationKind::kCreate), 0);
}

TEST_F(SubmitTest, ACommitThatTakesEffectLateIsFoundAndNotMadeTwice) {
  LateStore store;
  store.be_late_once();
  TransitionWriter writer(store, world_.clock, world_.metrics, {}, NoEarlierDeployment{});
  Requesters requesters(store, world_.center);
  Submit submit_late(writer, requesters, world_.center, world_.catalog, world_.entropy);
  const Request request = answer(submit_late(World::low_risk(world_.ada)));
  EXPECT_EQ(request.status, RS::kGranting);
  EXPECT_EQ(store.tables().requests.size(), 1U);
}

TEST_F(SubmitTest, WhoIsNeitherEngineerNorManagerMayNotAsk) {
  Caller guest = world_.ada;
  guest.identity.is_engineer = false;
  EXPECT_EQ(refusal(submit(World::low_risk(guest))), ErrorCode::kForbidden);
  EXPECT_TRUE(nothing_is_stored());
}

TEST_F(SubmitTest, TheBodyCannotNameSomebodyElse) {
  SubmitCall call = World::low_risk(world_.ada);
  call.user_email = "ben@example.com";
  EXPECT_EQ(refusal(submit(call)), ErrorCode::kIdentityMismatch);
  call.user_email = "ADA@example.com";
  EXPECT_EQ(answer(submit(call)).access, world_.access_of(world_.ada));
}

TEST_F(SubmitTest, DurationsAreWholeMinutesFrom5To60) {
  for (const std::int64_t wrong :
       {std::int64_t{0}, std::int64_t{-5}, std::int64_t{4}, std::int64_t{61}, std::numeric_limits<std::int64_t>::max(),
        std::numeric_limits<std::int64_t>::min()}) {
    EXPECT_EQ(refusal(submit(World::low_risk(world_.ada, wrong))), ErrorCode::kInvalid) << wrong;
  }
  EXPECT_TRUE(nothing_is_stored());
  EXPECT_EQ(answer(submit(World::low_risk(world_.ada, 5))).duration, minutes(5));
  EXPECT_EQ(answer(submit(World::low_risk(world_.ben))).duration, minutes(60)) << "the default";
}

TEST_F(SubmitTest, TheCatalogMayLowerTheLongestDuration) {
  EXPECT_EQ(refusal(submit(World::high_risk(world_.ada, 31))), ErrorCode::kPolicy);
  EXPECT_EQ(answer(submit(World::high_risk(world_.ada))).duration, minutes(30));
}

TEST_F(SubmitTest, AReasonIsRequiredAndCleaned) {
  SubmitCall call = World::low_risk(world_.ada);
  for (const std::string& wrong :
       {std::string(), std::string(" \n\t "), std::string(4097, 'x'), std::string("a\x01z")}) {
    call.reason = wrong;
    EXPECT_EQ(refusal(submit(call)), ErrorCode::kInvalid) << wrong;
  }
  call.reason = "  <script>alert(1)</script>\n";
  EXPECT_EQ(answer(submit(call)).reason, "<script>alert(1)</script>") << "kept as written; whoever shows it escapes it";
}

TEST_F(SubmitTest, OnlyWhatIsInTheCatalogMayBeAskedFor) {
  SubmitCall call = World::low_risk(world_.ada);
  call.account_name = "533267321107";
  EXPECT_EQ(refusal(submit(call)), ErrorCode::kPolicy);
  call = World::low_risk(world_.ada);
  call.permission_set = "s3fullaccess";
  EXPECT_EQ(refusal(submit(call)), ErrorCode::kPolicy);
  EXPECT_TRUE(nothing_is_stored());
}

TEST_F(SubmitTest, SomebodyUnknownToIdentityCenterIsToldSo) {
  EXPECT_EQ(refusal(submit(World::low_risk(World::person("zoe", false)))), ErrorCode::kUnknownUser);
  EXPECT_TRUE(nothing_is_stored());
}

TEST_F(SubmitTest, StandingAccessIsRefusedAndNeverTouched) {
  world_.center.add_standing(world_.access_of(world_.ada));
  world_.center.add_standing(world_.access_of(world_.ada, "EmergencyAdmin"));
  EXPECT_EQ(refusal(submit(World::low_risk(world_.ada))), ErrorCode::kStandingAccess);
  EXPECT_EQ(refusal(submit(World::high_risk(world_.ada))), ErrorCode::kStandingAccess);
  EXPECT_TRUE(nothing_is_stored());
  world_.run_for(hours(2));
  EXPECT_TRUE(world_.center.asks().empty());
}

TEST_F(SubmitTest, AccessThroughAGroupIsStandingToo) {
  world_.center.add_group_standing(world_.access_of(world_.ada));
  EXPECT_EQ(refusal(submit(World::low_risk(world_.ada))), ErrorCode::kStandingAccess);
  EXPECT_TRUE(nothing_is_stored());
}

TEST_F(SubmitTest, WhileIdentityCenterDoesNotAnswerNothingIsStored) {
  world_.center.fail_reads(1);
  EXPECT_EQ(refusal(submit(World::low_risk(world_.ada))), ErrorCode::kUnavailable);
  EXPECT_TRUE(nothing_is_stored());
}

TEST_F(SubmitTest, ASecondRequestForTheSameAccessIsActiveAtOnce) {
  const Request first = world_.granted(world_.ada, 15);
  const Request second = answer(submit(World::low_risk(world_.ada, 60)));
  EXPECT_EQ(second.status, RS::kActive);
  EXPECT_EQ(second.granted_at, floor_seconds(world_.clock.now()));
  EXPECT_EQ(world_.center.asks_of(OperationKind::kCreate), 1);
  EXPECT_EQ(world_.status(first.id), RS::kActive);
}

TEST_F(SubmitTest, ThereIsALimitToOverlappingRequests) {
  for (int i = 0; i < 16; ++i) answer(submit(World::low_risk(world_.ada)));
  EXPECT_EQ(refusal(submit(World::low_risk(world_.ada))), ErrorCode::kTooManyLeases);
  EXPECT_EQ(answer(submit(World::low_risk(world_.ben))).status, RS::kGranting);
}

TEST_F(SubmitTest, RightAfterARevocationTheSameAccessIsGrantedAnew) {
  World world({.settle = minutes(5)});
  const Request first = world.granted(world.ada, 5);
  world.run_for(minutes(5));
  ASSERT_EQ(world.status(first.id), RS::kRevoked);
  const Request second = answer(world.app().submit(World::low_risk(world.ada, 15)));
  world.run_for(seconds(10));
  EXPECT_EQ(world.status(second.id), RS::kActive);
  EXPECT_TRUE(world.run_until_quiet());
  EXPECT_EQ(world.status(second.id), RS::kRevoked);
  EXPECT_TRUE(world.center.assigned().empty());
}

TEST_F(SubmitTest, WhatAppearsSoonAfterOurDeletionIsLookedAtAgainBeforeAnythingIsAsked) {
  World world({.settle = minutes(5)});
  const Request first = world.granted(world.ada, 5);
  world.run_for(minutes(5));
  ASSERT_EQ(world.status(first.id), RS::kRevoked);
  world.center.add_standing(first.access);
  const int asks = world.center.asks_of(OperationKind::kCreate);
  const Request second = answer(world.app().submit(World::low_risk(world.ada, 15)));
  world.run_for(seconds(20));
  EXPECT_EQ(world.status(second.id), RS::kGranting);
  EXPECT_EQ(world.center.asks_of(OperationKind::kCreate), asks) << "it may be our own on its way out, or may not";
}

TEST_F(SubmitTest, ARepeatWithTheSameKeyIsAnsweredFromTheRecord) {
  SubmitCall call = World::low_risk(world_.ada);
  call.idempotency = IdempotencyKey{.path = "/requests", .key = "k1", .body_hash = "b1"};
  const Request first = answer(submit(call));
  world_.run_for(seconds(10));
  const Request again = answer(submit(call));
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(again.status, RS::kActive) << "as it is now";
  EXPECT_EQ(world_.store.tables().requests.size(), 1U);
}

TEST_F(SubmitTest, ARepeatIsAnsweredEvenIfTheCatalogHasChangedSince) {
  SubmitCall call = World::low_risk(world_.ada);
  call.idempotency = IdempotencyKey{.path = "/requests", .key = "k1", .body_hash = "b1"};
  const Request first = answer(submit(call));
  world_.catalog.set({});
  EXPECT_EQ(answer(submit(call)).id, first.id);
}

TEST_F(SubmitTest, TheSameKeyWithAnotherBodyIsRefused) {
  SubmitCall call = World::low_risk(world_.ada);
  call.idempotency = IdempotencyKey{.path = "/requests", .key = "k1", .body_hash = "b1"};
  answer(submit(call));
  call.idempotency->body_hash = "b2";
  EXPECT_EQ(refusal(submit(call)), ErrorCode::kIdempotencyConflict);
}

TEST_F(SubmitTest, TheSameKeyOfSomebodyElseIsAnotherKey) {
  const IdempotencyKey key{.path = "/requests", .key = "k1", .body_hash = "b1"};
  SubmitCall adas = World::low_risk(world_.ada);
  SubmitCall bens = World::low_risk(world_.ben);
  adas.idempotency = bens.idempotency = key;
  EXPECT_NE(answer(submit(adas)).id, answer(submit(bens)).id);
}

TEST_F(SubmitTest, AKeyCanBeUsedAgainAfter24Hours) {
  SubmitCall call = World::low_risk(world_.ada, 5);
  call.idempotency = IdempotencyKey{.path = "/requests", .key = "k1", .body_hash = "b1"};
  const Request first = answer(submit(call));
  world_.run_for(hours(24));
  EXPECT_NE(answer(submit(call)).id, first.id);
}

TEST_F(SubmitTest, ARivalThatBindsTheSameSubjectInBetweenIsNoProblem) {
  world_.gate.arm(1, Fault::kRival, [&] { answer(world_.rival().submit(World::low_risk(world_.ada))); });
  answer(submit(World::low_risk(world_.ada)));
  EXPECT_TRUE(world_.gate.fired());
  EXPECT_EQ(world_.store.tables().requests.size(), 2U);
}

TEST_F(SubmitTest, ARivalThatBindsTheSubjectToAnotherUserInBetweenDecidesWhoseAccessItIs) {
  const UserId old_user = world_.center.add_user("ada@example.com");
  world_.gate.arm(1, Fault::kRival, [&] {
    world_.center.rename_user("ada@example.com", "ada.old@example.com");
    world_.center.add_user("ada@example.com");
    answer(world_.rival().submit(World::high_risk(world_.ada)));
  });
  const Request request = answer(submit(World::low_risk(world_.ada)));
  EXPECT_NE(request.access.user_id, old_user);
  EXPECT_EQ(request.access.user_id, world_.store.tables().bindings.at(world_.ada.identity.subject));
}

TEST_F(SubmitTest, TheAuditTrailTellsWhoAskedFromWhereAndWhy) {
  const Request request = answer(submit(World::high_risk(world_.ada)));
  const auto events = answer(world_.store.events("request/" + request.id.str(), 0, 10));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].actor.kind, ActorKind::kUser);
  EXPECT_EQ(events[0].actor.subject, world_.ada.identity.subject);
  EXPECT_EQ(events[0].actor.user_id, request.access.user_id);
  EXPECT_EQ(events[0].actor.origin.address, "203.0.113.7");
  EXPECT_EQ(events[0].actor.origin.user_agent, "test");
  EXPECT_EQ(events[0].detail, "rotate the bucket keys");
}

}  // namespace
}  // namespace curfew::test
