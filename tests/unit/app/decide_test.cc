#include "app/decide.h"

#include <array>
#include <thread>

#include "app_test.h"
#include "support/late_store.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

class DecideTest : public AppTest {
 protected:
  DecideTest() : request_(world_.submit(World::high_risk(world_.ada))) {}

  [[nodiscard]] Result<Request> decide(const Caller& who, bool approve, const std::string& comments = {}) {
    return world_.app().decide({.caller = who, .request_id = request_.id, .approve = approve, .comments = comments});
  }
  [[nodiscard]] RS status() { return world_.status(request_.id); }

  Request request_;
};

TEST_F(DecideTest, WhoseDecisionTakesEffectLateIsNotToldThatSomebodyElseDecided) {
  LateStore store;
  TransitionWriter writer(store, world_.clock, world_.metrics, {}, NoEarlierDeployment{});
  Requesters requesters(store, world_.center);
  Submit submit(writer, requesters, world_.center, world_.catalog, world_.entropy);
  Decide decide_late(writer, requesters, world_.center, world_.catalog);
  const Request pending = answer(submit(World::high_risk(world_.ada)));
  store.be_late_once();
  const Request approved =
      answer(decide_late({.caller = world_.mia, .request_id = pending.id, .approve = true, .comments = "fine"}));
  EXPECT_EQ(approved.status, RS::kGranting);
  EXPECT_EQ(approved.decision->approver, world_.mia.identity.subject);
  EXPECT_EQ(refusal(decide_late({.caller = world_.max, .request_id = pending.id, .approve = true})),
            ErrorCode::kAlreadyDecided);
}

TEST_F(DecideTest, AnApprovalGrantsAndTellsTheRequester) {
  EXPECT_EQ(answer(decide(world_.mia, true)).status, RS::kGranting);
  world_.run_for(seconds(10));
  EXPECT_EQ(status(), RS::kActive);
  EXPECT_TRUE(world_.center.is_assigned(request_.access));
  EXPECT_EQ(world_.mailer.count(LetterKind::kRequestApproved, "ada@example.com", request_.id), 1);
}

TEST_F(DecideTest, LateApprovalGetsTheFullDurationFromTheDecision) {
  world_.run_for(hours(7));
  const Request approved = answer(decide(world_.mia, true));
  EXPECT_EQ(approved.expires_at, floor_seconds(world_.clock.now()) + minutes(30));
  world_.run_for(minutes(29));
  EXPECT_EQ(status(), RS::kActive);
  world_.run_for(minutes(2));
  EXPECT_EQ(status(), RS::kRevoked);
  EXPECT_TRUE(world_.center.assigned().empty());
}

TEST_F(DecideTest, AnApprovedGrantIsPolledLikeAnyOther) {
  world_.center.plan(OperationKind::kCreate, {.kind = AskPlan::Kind::kTakes, .time = minutes(3)});
  answer(decide(world_.mia, true));
  world_.run_for(minutes(2));
  EXPECT_EQ(status(), RS::kGranting) << "AWS has not said SUCCEEDED";
  world_.run_for(minutes(2));
  EXPECT_EQ(status(), RS::kActive);
}

TEST_F(DecideTest, OnlyManagersDecideWhateverTheRequest) {
  EXPECT_EQ(refusal(decide(world_.ben, true)), ErrorCode::kForbidden);
  EXPECT_EQ(refusal(decide(world_.ben, false, "no")), ErrorCode::kForbidden);
  request_.id = RequestId("unknown");
  EXPECT_EQ(refusal(decide(world_.ben, true)), ErrorCode::kForbidden) << "it is not told whether a request exists";
  EXPECT_EQ(refusal(decide(world_.mia, true)), ErrorCode::kNotFound);
}

TEST_F(DecideTest, NobodyDecidesTheirOwnRequest) {
  request_ = world_.submit(World::high_risk(world_.mia));
  EXPECT_EQ(refusal(decide(world_.mia, true)), ErrorCode::kSelfApproval);
  EXPECT_EQ(refusal(decide(world_.mia, false, "never mind")), ErrorCode::kSelfApproval);
  EXPECT_EQ(status(), RS::kPending);
  EXPECT_EQ(answer(decide(world_.max, true)).status, RS::kGranting);
}

TEST_F(DecideTest, ANewAddressDoesNotMakeSomebodyElseOfARequester) {
  request_ = world_.submit(World::high_risk(world_.mia));
  Caller mia = world_.mia;
  mia.identity.email = "boss@example.com";
  EXPECT_EQ(refusal(decide(mia, true)), ErrorCode::kSelfApproval);
}

TEST_F(DecideTest, ASecondSignInOfTheSameUserCannotDecideEither) {
  request_ = world_.submit(World::high_risk(world_.mia));
  Caller twin = world_.mia;
  twin.identity.subject = Subject("another sign-in of mia");
  EXPECT_EQ(refusal(decide(twin, true)), ErrorCode::kIdentityMismatch);
  EXPECT_EQ(status(), RS::kPending);
}

TEST_F(DecideTest, SelfApprovalIsComparedByUserIdToo) {
  world_.store.tamper([&](MemoryStore::Tables& tables) {
    tables.bindings.clear();
    tables.bindings.emplace(Subject("another sign-in of ada"), request_.access.user_id);
  });
  Caller twin = World::person("someone", true);
  twin.identity.subject = Subject("another sign-in of ada");
  EXPECT_EQ(refusal(decide(twin, true)), ErrorCode::kSelfApproval);
}

TEST_F(DecideTest, ManagersNeedNotBeInIdentityCenter) {
  EXPECT_EQ(answer(decide(World::person("auditor", true), true)).status, RS::kGranting);
}

TEST_F(DecideTest, WhileItCannotBeToldWhoTheApproverIsNothingIsDecided) {
  world_.center.fail_reads(1);
  EXPECT_EQ(refusal(decide(world_.mia, true)), ErrorCode::kUnavailable);
  EXPECT_EQ(status(), RS::kPending);
}

TEST_F(DecideTest, TheBodyCannotNameAnotherApprover) {
  const DecideCall call{
      .caller = world_.mia, .request_id = request_.id, .approve = true, .approver_email = "max@example.com"};
  EXPECT_EQ(refusal(world_.app().decide(call)), ErrorCode::kIdentityMismatch);
}

TEST_F(DecideTest, ADenialNeedsAReason) {
  EXPECT_EQ(refusal(decide(world_.mia, false)), ErrorCode::kInvalid);
  EXPECT_EQ(refusal(decide(world_.mia, false, " \n ")), ErrorCode::kInvalid);
  EXPECT_EQ(status(), RS::kPending);
  const Request denied = answer(decide(world_.mia, false, " use the read-only set "));
  EXPECT_EQ(denied.status, RS::kDenied);
  EXPECT_EQ(denied.decision->comments, "use the read-only set");
  world_.run_for(hours(9));
  EXPECT_EQ(world_.mailer.count(LetterKind::kRequestDenied, "ada@example.com", request_.id), 1);
  EXPECT_TRUE(world_.center.asks().empty());
}

TEST_F(DecideTest, TheFirstDecisionStands) {
  answer(decide(world_.mia, false, "no"));
  EXPECT_EQ(refusal(decide(world_.max, true)), ErrorCode::kAlreadyDecided);
  EXPECT_EQ(status(), RS::kDenied);
}

TEST_F(DecideTest, OfTwoApproversWhoRaceExactlyOneWins) {
  for (int round = 0; round < 50; ++round) {
    World world;
    const Request request = world.submit(World::high_risk(world.ada));
    std::array<std::optional<ErrorCode>, 2> refused;
    const std::array<Caller, 2> managers{world.mia, world.max};
    {
      std::array<std::jthread, 2> racers;
      for (std::size_t i = 0; i < 2; ++i) {
        racers.at(i) = std::jthread([&, i] {
          const bool approves = i == 0;
          const auto decided = world.app().decide({.caller = managers.at(i),
                                                   .request_id = request.id,
                                                   .approve = approves,
                                                   .comments = approves ? "" : "no"});
          if (!decided) refused.at(i) = decided.error().code;
        });
      }
    }
    ASSERT_NE(refused[0].has_value(), refused[1].has_value()) << "exactly one wins";
    EXPECT_EQ(refused[0].value_or(ErrorCode::kAlreadyDecided), ErrorCode::kAlreadyDecided);
    EXPECT_EQ(refused[1].value_or(ErrorCode::kAlreadyDecided), ErrorCode::kAlreadyDecided);
    EXPECT_EQ(world.status(request.id), refused[0] ? RS::kDenied : RS::kGranting);
  }
}

TEST_F(DecideTest, ARivalWhoDecidesInsideTheCommitWins) {
  world_.gate.arm(1, Fault::kRival, [&] {
    answer(world_.rival().decide({.caller = world_.max, .request_id = request_.id, .comments = "no"}));
  });
  EXPECT_EQ(refusal(decide(world_.mia, true)), ErrorCode::kAlreadyDecided);
  EXPECT_EQ(status(), RS::kDenied);
  world_.run_for(minutes(1));
  EXPECT_TRUE(world_.center.asks().empty());
}

TEST_F(DecideTest, WhoCancelsInsideTheCommitIsNotGrantedAnything) {
  world_.gate.arm(1, Fault::kRival,
                  [&] { answer(world_.rival().cancel({.caller = world_.ada, .request_id = request_.id})); });
  EXPECT_EQ(refusal(decide(world_.mia, true)), ErrorCode::kEnded);
  EXPECT_EQ(status(), RS::kCancelled);
}

TEST_F(DecideTest, WhatNobodyDecidedInTimeCannotBeDecidedAnyMore) {
  world_.clock.advance(hours(8));
  EXPECT_EQ(refusal(decide(world_.mia, true)), ErrorCode::kExpired) << "even before the timer has fired";
  world_.run_for(minutes(1));
  EXPECT_EQ(status(), RS::kExpired);
  EXPECT_EQ(refusal(decide(world_.mia, true)), ErrorCode::kExpired);
}

TEST_F(DecideTest, WhatTheCatalogNoLongerOffersCannotBeApprovedButDenied) {
  Catalog catalog = usual_catalog();
  catalog.permission_sets[1].arn = PermissionSetArn("arn:aws:sso:::permissionSet/other");
  world_.catalog.set(catalog);
  EXPECT_EQ(refusal(decide(world_.mia, true)), ErrorCode::kCatalogChanged);
  EXPECT_EQ(answer(decide(world_.mia, false, "gone")).status, RS::kDenied);
}

TEST_F(DecideTest, TheLowerMaximumWins) {
  Catalog catalog = usual_catalog();
  catalog.permission_sets[1].max_duration = minutes(10);
  world_.catalog.set(catalog);
  const Request approved = answer(decide(world_.mia, true));
  EXPECT_EQ(approved.duration, minutes(10));
  EXPECT_EQ(approved.expires_at, floor_seconds(world_.clock.now()) + minutes(10));
}

TEST_F(DecideTest, AccessThatBecameStandingWhileItWaitedIsNotGranted) {
  world_.center.add_standing(request_.access);
  answer(decide(world_.mia, true));
  world_.run_for(minutes(1));
  EXPECT_EQ(status(), RS::kFailed);
  EXPECT_NE(world_.request(request_.id).failure.find("stands already"), std::string::npos);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_TRUE(world_.center.asks().empty());
  EXPECT_TRUE(world_.center.is_assigned(request_.access));
}

TEST_F(DecideTest, ARepeatedApprovalWithTheSameKeyIsNoError) {
  DecideCall call{.caller = world_.mia, .request_id = request_.id, .approve = true};
  call.idempotency =
      IdempotencyKey{.path = "/requests/" + request_.id.str() + "/approve", .key = "k", .body_hash = "b"};
  answer(world_.app().decide(call));
  EXPECT_EQ(answer(world_.app().decide(call)).id, request_.id);
  call.idempotency->key = "another";
  EXPECT_EQ(refusal(world_.app().decide(call)), ErrorCode::kAlreadyDecided);
}

}  // namespace
}  // namespace curfew::test
