// What the deployment before Curfew left in the table: its functions wrote it, checked little, and may still run.
#include "app/adopt.h"

#include "app_test.h"
#include "support/earlier_record.h"
#include "support/everything.h"

namespace curfew::test {
namespace {

class AdoptTest : public testing::Test {
 protected:
  // As its functions write: `ago` is how long ago it was asked for.
  RequestId earlier(const std::string& status, Millis ago, Millis lasts = minutes(60),
                    const std::string& suffix = "0") {
    const RequestId id("0b0e5a1c-5c1e-4c0e-9a37-0d9f0f3f7f1" + suffix);
    const Attributes record = earlier_record({.id = id,
                                              .access = world_.access_of(world_.ada),
                                              .status = status,
                                              .asked_at = world_.clock.now() - ago,
                                              .lasts = lasts});
    world_.store.tamper([&](MemoryStore::Tables& tables) { tables.earlier[id] = record; });
    return id;
  }
  void gave() { world_.center.add_stray(access_); }
  [[nodiscard]] bool is_there() { return answer(world_.center.look(access_)) == Presence::kDirect; }
  void sweep() { ASSERT_TRUE(world_.app().sweep().has_value()); }
  [[nodiscard]] std::size_t adopted() const {
    return world_.store.inspect([](const MemoryStore::Tables& tables) {
      return static_cast<std::size_t>(std::ranges::count_if(
          tables.requests, [](const auto& entry) { return entry.second.adopted_at.has_value(); }));
    });
  }

  World world_{{.settle = minutes(5), .earlier_deployment = true}};
  const AssignmentKey access_ = world_.access_of(world_.ada);
};

TEST_F(AdoptTest, AnActiveOneEndsAtItsEndAndIsGone) {
  gave();
  const RequestId id = earlier("ACTIVE", minutes(10), minutes(30));
  sweep();
  EXPECT_EQ(world_.status(id), RequestStatus::kActive);
  EXPECT_EQ(world_.assignment(access_).state, AssignmentState::kAdopted) << "its word is not AWS's";
  world_.run_for(seconds(1));
  EXPECT_EQ(world_.assignment(access_).state, AssignmentState::kHeld);
  EXPECT_TRUE(is_there());
  world_.run_for(minutes(21));
  EXPECT_FALSE(is_there());
  EXPECT_EQ(world_.status(id), RequestStatus::kRevoked);
  EXPECT_EQ(world_.trail(id), "request.adopted access.ending access.revoked");
}

TEST_F(AdoptTest, WhatIsOverLongSinceIsTakenAwayAtOnceAndNobodyIsMailed) {
  gave();
  const RequestId id = earlier("ACTIVE", hours(24 * 40));
  sweep();
  EXPECT_EQ(world_.status(id), RequestStatus::kRevoking);
  world_.run_for(seconds(10));
  EXPECT_FALSE(is_there());
  EXPECT_EQ(world_.status(id), RequestStatus::kRevoked);
  EXPECT_EQ(world_.mailer.sent().size(), 0U);
}

TEST_F(AdoptTest, WhatEndedThisMorningIsTold) {
  gave();
  static_cast<void>(earlier("ACTIVE", hours(5)));
  sweep();
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.mailer.sent().size(), 1U);
}

TEST_F(AdoptTest, AnErrorIsTriedUntilItIsGone) {
  gave();
  const RequestId id = earlier("ERROR", hours(48));
  world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kThrottled}, 5);
  sweep();
  EXPECT_EQ(world_.status(id), RequestStatus::kRevoking);
  world_.run_for(minutes(2));
  EXPECT_FALSE(is_there());
  EXPECT_EQ(world_.status(id), RequestStatus::kRevoked);
}

TEST_F(AdoptTest, AnErrorBeforeTheEndWasNotMadeByTime) {
  gave();
  const RequestId id = earlier("ERROR", minutes(10), minutes(30));
  sweep();
  world_.run_for(minutes(2));
  EXPECT_FALSE(is_there()) << "whoever ended it early meant it";
  EXPECT_EQ(world_.request(id).revocation->type, RevocationType::kManual);
  EXPECT_EQ(world_.request(id).revocation->by, "somebody outside Curfew");
}

TEST_F(AdoptTest, NoEndIsLaterThanAnybodyMayAskFor) {
  gave();
  const RequestId id = earlier("ACTIVE", minutes(10), hours(24 * 365));
  sweep();
  EXPECT_EQ(Instant(*world_.request(id).expires_at), Instant(floor_seconds(world_.clock.now()) + minutes(60)));
}

TEST_F(AdoptTest, WhatItSaysItGaveAndIsNotThereIsOnRecordAsGone) {
  const RequestId id = earlier("ACTIVE", minutes(10), minutes(40));
  sweep();
  world_.run_for(minutes(12));
  EXPECT_EQ(world_.status(id), RequestStatus::kRevoked);
  EXPECT_EQ(world_.request(id).revocation->by, "somebody outside Curfew");
}

TEST_F(AdoptTest, AListingThatLagsEndsNothingOfAFewSecondsAgo) {
  const RequestId id = earlier("ACTIVE", seconds(5), minutes(40));
  sweep();
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.status(id), RequestStatus::kActive);
  gave();
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.assignment(access_).state, AssignmentState::kHeld);
  EXPECT_EQ(world_.status(id), RequestStatus::kActive);
}

TEST_F(AdoptTest, ASubmitExtendsWhatTheDeploymentBeforeGave) {
  gave();
  const RequestId id = earlier("ACTIVE", minutes(10), minutes(30));
  const Request request = answer(world_.app().submit(World::low_risk(world_.ada, 60)));
  EXPECT_EQ(adopted(), 1U) << "before it was decided, not by the next sweep";
  world_.run_for(minutes(25));
  EXPECT_EQ(world_.status(id), RequestStatus::kRevoked);
  EXPECT_EQ(world_.request(id).held_by, request.id);
  EXPECT_TRUE(is_there());
  EXPECT_EQ(world_.status(request.id), RequestStatus::kActive);
  world_.run_for(minutes(40));
  EXPECT_FALSE(is_there());
}

TEST_F(AdoptTest, TheEndOfOurLeaseDoesNotCutTheirsShort) {
  const Request ours = world_.granted(world_.ada, 10);
  const RequestId theirs = earlier("ACTIVE", seconds(0), minutes(40));
  world_.run_for(minutes(11));
  EXPECT_EQ(world_.status(ours.id), RequestStatus::kRevoked);
  EXPECT_TRUE(is_there());
  EXPECT_EQ(world_.status(theirs), RequestStatus::kActive);
}

TEST_F(AdoptTest, AManagersRevocationEndsWhatTheDeploymentBeforeGaveToo) {
  const Request ours = world_.granted(world_.ada, 60);
  const RequestId theirs = earlier("ACTIVE", seconds(0), minutes(40));
  ASSERT_TRUE(world_.app().revoke({.caller = world_.mia, .request_id = ours.id}).has_value());
  EXPECT_EQ(world_.status(theirs), RequestStatus::kRevoking);
  world_.run_for(seconds(10));
  EXPECT_FALSE(is_there());
}

TEST_F(AdoptTest, WhatIsNotInTheIndexYetIsTakenOverWhateverWasDecidedMeanwhile) {
  gave();
  const RequestId id = earlier("ACTIVE", seconds(10), minutes(30));
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.unindexed.insert(id); });
  EXPECT_EQ(refusal(world_.app().submit(World::low_risk(world_.ada))), ErrorCode::kStandingAccess);
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.unindexed.clear(); });
  ASSERT_TRUE(world_.app().submit(World::low_risk(world_.ada, 5)).has_value());
  world_.run_for(minutes(10));
  EXPECT_TRUE(is_there());
  world_.run_for(minutes(25));
  EXPECT_FALSE(is_there());
}

TEST_F(AdoptTest, TheRequesterRevokesWithoutEverHavingUsedCurfew) {
  gave();
  const RequestId id = earlier("ACTIVE", minutes(10));
  const Request revoked = answer(world_.app().revoke({.caller = world_.ada, .request_id = id}));
  EXPECT_EQ(revoked.status, RequestStatus::kRevoking);
  EXPECT_EQ(revoked.revocation->by, "ada@example.com");
  world_.run_for(seconds(10));
  EXPECT_FALSE(is_there());
  EXPECT_EQ(refusal(world_.app().revoke({.caller = world_.ben, .request_id = id})), ErrorCode::kNotFound)
      << "it is not his to see";
}

TEST_F(AdoptTest, APendingOneIsDecidedLikeAnyOther) {
  const RequestId id = earlier("PENDING", hours(1));
  EXPECT_EQ(refusal(world_.app().decide({.caller = world_.ada, .request_id = id, .approve = true})),
            ErrorCode::kForbidden);
  const Request approved = world_.approve(world_.mia, id);
  EXPECT_EQ(approved.status, RequestStatus::kGranting);
  EXPECT_EQ(approved.account_name, "Management") << "the catalog's name for the account";
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(id), RequestStatus::kActive);
  EXPECT_EQ(world_.trail(id), "request.adopted request.approved access.granted");
  EXPECT_EQ(*world_.request(id).expires_at - world_.request(id).decision->at, minutes(60))
      << "from the decision, whatever end stood on it";
}

TEST_F(AdoptTest, NobodyDecidesTheirOwnThoughItNamesNoSubject) {
  const RequestId id = earlier("PENDING", hours(1));
  world_.store.tamper([&](MemoryStore::Tables& tables) {
    tables.earlier.at(id)["UserId"] = world_.access_of(world_.mia).user_id.str();
  });
  EXPECT_EQ(refusal(world_.app().decide({.caller = world_.mia, .request_id = id, .approve = true})),
            ErrorCode::kSelfApproval);
}

TEST_F(AdoptTest, APendingOneLapsesFromWhenItWasAsked) {
  const RequestId id = earlier("PENDING", hours(48));
  sweep();
  world_.run_for(seconds(1));
  EXPECT_EQ(world_.status(id), RequestStatus::kExpired);
  EXPECT_EQ(world_.mailer.sent().size(), 0U);
}

TEST_F(AdoptTest, AccessBesideAPendingOneIsToldAndNeverTakenForOurs) {
  gave();
  const RequestId id = earlier("PENDING", hours(1));
  sweep();
  EXPECT_EQ(world_.status(id), RequestStatus::kPending);
  EXPECT_EQ(world_.log.count("undecided_access"), 1);
  const auto events = world_.ledger().events("request/" + id.str(), 0, 1);
  EXPECT_NE(events->front().detail.find("nobody has decided"), std::string::npos) << events->front().detail;
  world_.run_for(hours(9));
  EXPECT_EQ(world_.status(id), RequestStatus::kExpired);
  EXPECT_TRUE(is_there()) << "Curfew did not give it";
}

TEST_F(AdoptTest, WithoutALookNoPendingOneIsDecided) {
  const RequestId id = earlier("PENDING", hours(1));
  world_.center.fail_reads(10);
  EXPECT_EQ(refusal(world_.app().decide({.caller = world_.mia, .request_id = id, .approve = true})),
            ErrorCode::kUnavailable);
  EXPECT_EQ(adopted(), 0U);
}

TEST_F(AdoptTest, HistoryIsShownAndNeverChanged) {
  const RequestId id = earlier("REVOKED", hours(100));
  sweep();
  EXPECT_EQ(adopted(), 0U);
  EXPECT_EQ(world_.status(id), RequestStatus::kRevoked);
  EXPECT_EQ(refusal(world_.app().revoke({.caller = world_.mia, .request_id = id})), ErrorCode::kEnded);
  EXPECT_EQ(refusal(world_.app().decide({.caller = world_.mia, .request_id = id, .approve = true})),
            ErrorCode::kAlreadyDecided);
  const auto mine = answer(world_.app().read.list({.caller = world_.ada, .scope = Scope::kMine}));
  ASSERT_EQ(mine.requests.size(), 1U) << "to whom Identity Center knows by their address, too";
  EXPECT_EQ(mine.requests.front().id, id);
  EXPECT_EQ(answer(world_.app().read.one(world_.ada, id)).reason, "TICKET-1234");
}

TEST_F(AdoptTest, ADamagedOneIsToldAtEverySweepAndHoldsUpNobody) {
  const RequestId broken = earlier("ACTIVE", minutes(10), minutes(60), "0");
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.earlier.at(broken).erase("UserId"); });
  const RequestId sound = earlier("ACTIVE", minutes(10), minutes(60), "1");
  sweep();
  sweep();
  EXPECT_EQ(world_.log.count("earlier_record_damaged"), 2);
  EXPECT_EQ(world_.status(sound), RequestStatus::kActive);
  EXPECT_EQ(adopted(), 1U);
}

TEST_F(AdoptTest, AFunctionThatChangesTheRecordMeanwhileWins) {
  const RequestId id = earlier("PENDING", hours(1));
  world_.gate.arm(1, Fault::kRival, [&] {
    world_.store.tamper([&](MemoryStore::Tables& tables) { tables.earlier.at(id)["Status"] = "DENIED"; });
  });
  sweep();
  EXPECT_EQ(adopted(), 0U);
  EXPECT_EQ(world_.status(id), RequestStatus::kDenied);
}

TEST_F(AdoptTest, TwoServersTakeOverTheSameAndOneOfThemWins) {
  gave();
  const RequestId id = earlier("ACTIVE", minutes(10));
  world_.gate.arm(1, Fault::kRival, [&] { ASSERT_TRUE(world_.rival().sweep().has_value()); });
  sweep();
  EXPECT_EQ(adopted(), 1U);
  EXPECT_EQ(world_.trail(id), "request.adopted");
  EXPECT_EQ(world_.assignment(access_).leases.size(), 1U);
}

TEST_F(AdoptTest, WhatAFunctionWritesIntoARecordOfOursBreaksNoLease) {
  const Request ours = world_.granted(world_.ada, 10);
  for (const char* status : {"REVOKED", "ERROR"}) {
    world_.store.tamper([&](MemoryStore::Tables& tables) {
      tables.overwritten[ours.id] = {{"Status", status}, {"RevokedTimestamp", std::int64_t{1'765'000'000}}};
    });
    sweep();
    EXPECT_TRUE(is_there());
  }
  world_.run_for(minutes(11));
  EXPECT_FALSE(is_there());
  EXPECT_EQ(world_.status(ours.id), RequestStatus::kRevoked);
  EXPECT_GT(world_.log.count("record_overwritten"), 0);
}

TEST_F(AdoptTest, AnApprovalByTheOldFunctionIsNoneOnceTheRecordIsOurs) {
  const RequestId id = earlier("PENDING", hours(1));
  sweep();
  world_.store.tamper([&](MemoryStore::Tables& tables) {
    tables.overwritten[id] = {{"Status", "ACTIVE"}, {"ApprovalTimestamp", std::int64_t{1'765'000'000}}};
  });
  gave();
  const Request denied =
      answer(world_.app().decide({.caller = world_.mia, .request_id = id, .approve = false, .comments = "no"}));
  EXPECT_EQ(denied.status, RequestStatus::kDenied);
  EXPECT_GT(world_.log.count("record_overwritten"), 0);
}

TEST_F(AdoptTest, TheTrailBeginsWithTheAdoptionAndIsWhole) {
  gave();
  static_cast<void>(earlier("ACTIVE", minutes(10), minutes(30), "0"));
  static_cast<void>(earlier("REVOKED", hours(100), minutes(60), "1"));
  static_cast<void>(earlier("PENDING", hours(1), minutes(60), "2"));
  sweep();
  world_.run_for(minutes(30));
  ASSERT_TRUE(world_.app().seal().has_value());
  VerifyAudit verify(world_.audit_log(), world_.ledger(), world_.index(), world_.signer);
  EXPECT_EQ(answer(verify(std::nullopt)).findings, std::vector<std::string>{});
}

TEST_F(AdoptTest, ReconcileCallsNothingStandingThatTheDeploymentBeforeGave) {
  gave();
  static_cast<void>(earlier("ACTIVE", minutes(10)));
  const auto report =
      answer(world_.app().reconcile({.mode = ReconcileMode::kEnforce, .take_standing = "nobody knows what it is for"}));
  EXPECT_TRUE(report.findings.empty());
  EXPECT_TRUE(is_there());
}

TEST(AdoptTimersTest, TheTimerOfTheDeploymentBeforeIsTakenAwayWithItsRecord) {
  World world({.timer_outside = true, .earlier_deployment = true});
  const AssignmentKey key = world.access_of(world.ada);
  world.center.add_stray(key);
  const EarlierWish wish{.access = key, .asked_at = world.clock.now() - minutes(10)};
  const RequestId& id = wish.id;
  const std::string arn = "arn:aws:events:us-east-1:533267321107:rule/revoke-" + id.str();
  world.store.tamper([&](MemoryStore::Tables& tables) { tables.earlier[id] = earlier_record(wish); });
  ASSERT_TRUE(world.app().sweep().has_value());
  world.run_for(seconds(5));
  EXPECT_EQ(world.timer.removed(), (std::vector<std::string>{arn}));
  EXPECT_EQ(world.status(id), RequestStatus::kActive) << "the server keeps its time now";
}

}  // namespace
}  // namespace curfew::test
