#include "app/reconcile.h"

#include <gmock/gmock.h>

#include <set>

#include "app_test.h"
#include "support/promises.h"

namespace curfew::test {
namespace {

using testing::HasSubstr;
using RS = RequestStatus;
using AS = AssignmentState;
using Mode = ReconcileMode;
using Outcome = FindingOutcome;

constexpr Millis kSettle = minutes(5);

class ReconcileTest : public testing::Test {
 protected:
  ReconcileReport reconcile(Mode mode, std::optional<std::string> take_standing = std::nullopt) {
    return answer(world_.app().reconcile({.mode = mode, .take_standing = std::move(take_standing), .actor = root_}));
  }
  // The only finding of a run.
  Reconciled only_finding(Mode mode, std::optional<std::string> take_standing = std::nullopt) {
    const ReconcileReport report = reconcile(mode, std::move(take_standing));
    EXPECT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.not_compared.size(), 0U);
    return report.findings.empty() ? Reconciled{} : report.findings.front();
  }
  // All of ada's owed work is gone, as by a restore from an old backup of it.
  void lose_all_work() {
    world_.store.tamper([](MemoryStore::Tables& tables) { tables.work.clear(); });
  }
  [[nodiscard]] Request granted_and_settled(const Caller& who) {
    Request request = world_.granted(who);
    world_.run_for(kSettle);
    return request;
  }
  // Everything that a run in the mode report must leave alone.
  [[nodiscard]] std::string written() {
    const auto tables = world_.store.tables();
    std::string all =
        std::to_string(tables.events.size()) + " events, " + std::to_string(tables.work.size()) + " works";
    for (const auto& [key, assignment] : tables.assignments) all += canonical(to_attributes(assignment));
    return all;
  }
  [[nodiscard]] int mails_about_findings() {
    return static_cast<int>(std::ranges::count_if(
        world_.mailer.sent(), [](const Mail& mail) { return mail.message.starts_with("findings"); }));
  }
  [[nodiscard]] std::string last_mail() { return world_.mailer.sent().back().message; }

  World world_{{.settle = kSettle}};
  Actor root_{.kind = ActorKind::kAdministrator, .subject = {}, .user_id = {}, .email = "root", .origin = {}};
};

// ---- Nothing is wrong ---------------------------------------------------------------------------------------------

TEST_F(ReconcileTest, WhatIsUnderWayIsNoFindingAtAnyMoment) {
  const Request request = world_.submit(World::low_risk(world_.ada, 5));
  world_.submit(World::high_risk(world_.ben));
  const Instant end = Instant(*request.expires_at) + minutes(12);
  while (world_.clock.now() < end) {
    for (const Mode mode : {Mode::kReport, Mode::kEnforce}) {
      const ReconcileReport report = reconcile(mode);
      ASSERT_TRUE(report.findings.empty()) << sentence(report.findings.front().finding);
      ASSERT_TRUE(report.not_compared.empty());
    }
    world_.run_for(milliseconds(900));
  }
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_EQ(mails_about_findings(), 0);
}

// ---- Standing ------------------------------------------------------------------------------------------------------

TEST_F(ReconcileTest, StandingAccessIsReportedAndNeverTouched) {
  const AssignmentKey key = world_.access_of(world_.ada);
  world_.center.add_standing(key);
  for (const Mode mode : {Mode::kReport, Mode::kNotify, Mode::kEnforce}) {
    const Reconciled found = only_finding(mode);
    EXPECT_EQ(found.finding.kind, FindingKind::kStanding);
    EXPECT_EQ(found.finding.key, key);
    EXPECT_EQ(found.finding.account, "Management");
    EXPECT_EQ(found.finding.permission_set, "S3FullAccess");
    EXPECT_EQ(found.outcome, Outcome::kReported);
    world_.run_for(minutes(20));
  }
  EXPECT_TRUE(world_.center.is_assigned(key));
  EXPECT_EQ(world_.center.asks_of(OperationKind::kDelete), 0);
}

TEST_F(ReconcileTest, StandingAccessGoesByAnAdministratorsOrderOnRecord) {
  const AssignmentKey key = world_.access_of(world_.ada);
  world_.center.add_standing(key);
  EXPECT_EQ(only_finding(Mode::kEnforce, "left the team, INC-12").outcome, Outcome::kTaken);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_FALSE(world_.center.is_assigned(key));
  EXPECT_EQ(world_.assignment(key).state, AS::kAbsent);
  const auto events = answer(world_.store.events("assignment/" + key.str(), 0, 100));
  EXPECT_EQ(events.front().action, "assignment.taken");
  EXPECT_EQ(events.front().actor.email, "root");
  EXPECT_EQ(events.front().detail, "left the team, INC-12");
  EXPECT_TRUE(reconcile(Mode::kReport).findings.empty());
}

TEST_F(ReconcileTest, WhatSomebodyIsGrantedBesideAnOrderIsNotTaken) {
  const Request request = granted_and_settled(world_.ben);
  world_.center.add_standing(world_.access_of(world_.ada));
  EXPECT_EQ(only_finding(Mode::kEnforce, "INC-12").outcome, Outcome::kTaken);
  world_.run_for(minutes(10));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  EXPECT_TRUE(world_.center.is_assigned(request.access));
}

TEST_F(ReconcileTest, AnOrderThatContradictsItselfIsRefused) {
  world_.center.add_standing(world_.access_of(world_.ada));
  for (const Mode mode : {Mode::kReport, Mode::kNotify}) {
    EXPECT_EQ(refusal(world_.app().reconcile({.mode = mode, .take_standing = "INC-12"})), ErrorCode::kInvalid);
  }
  EXPECT_EQ(refusal(world_.app().reconcile({.mode = Mode::kEnforce, .take_standing = " "})), ErrorCode::kInvalid);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.center.asks_of(OperationKind::kDelete), 0);
}

TEST_F(ReconcileTest, AccessThroughAGroupAndWhatTheCatalogDoesNotNameIsNobodysBusiness) {
  world_.center.add_group_standing(world_.access_of(world_.ada));
  AssignmentKey elsewhere = world_.access_of(world_.ada);
  elsewhere.account_id = AccountId("999999999999");
  world_.center.add_standing(elsewhere);
  EXPECT_TRUE(reconcile(Mode::kEnforce, "INC-12").findings.empty());
}

TEST_F(ReconcileTest, WhatAnotherServerGrantsBetweenListingAndRecordIsNotStanding) {
  // Before each of the run's calls in turn, the other server grants, and somebody looks at the outcome.
  for (std::size_t nth = 1;; ++nth) {
    World world({.settle = kSettle});
    world.gate.arm(nth, Fault::kStall, [&] {
      answer(world.rival().submit(World::low_risk(world.ada)));
      world.stall(seconds(20));
    });
    const ReconcileReport report = answer(world.app().reconcile({.mode = Mode::kEnforce, .take_standing = "INC-12"}));
    EXPECT_TRUE(report.findings.empty()) << "at call " << nth << ": " << sentence(report.findings.front().finding);
    if (!world.gate.fired()) break;
    world.run_for(minutes(10));
    EXPECT_TRUE(world.center.is_assigned(world.access_of(world.ada))) << "at call " << nth;
  }
}

TEST_F(ReconcileTest, WhatStoodAndWasGrantedMeanwhileIsNotStanding) {
  Catalog one_place = usual_catalog();
  one_place.accounts.resize(1);
  one_place.permission_sets.resize(1);
  for (std::size_t nth = 1;; ++nth) {
    World world({.settle = kSettle});
    world.catalog.set(one_place);
    const AssignmentKey key = world.access_of(world.ada);
    world.center.add_standing(key);
    world.gate.arm(nth, Fault::kStall, [&] {
      world.center.take_by_hand(key);
      answer(world.rival().submit(World::low_risk(world.ada)));
      world.stall(seconds(20));
    });
    const ReconcileReport report = answer(world.app().reconcile({.mode = Mode::kReport}));
    if (!world.gate.fired()) {
      EXPECT_EQ(report.findings.size(), 1U);
      EXPECT_GT(nth, 9U) << "there were calls between which it could happen";
      break;
    }
    EXPECT_TRUE(report.findings.empty()) << "at call " << nth;
  }
}

TEST_F(ReconcileTest, AListingThatStillShowsWhatWeTookAwayIsNotBelieved) {
  const Request request = world_.granted(world_.ada, 5);
  const auto before = world_.center.assigned();
  world_.run_until(Instant(*request.expires_at) + seconds(10));
  ASSERT_EQ(world_.status(request.id), RS::kRevoked);
  world_.center.plan_listings(before, 4);
  EXPECT_TRUE(reconcile(Mode::kEnforce, "INC-12").findings.empty());
}

TEST_F(ReconcileTest, AStaleListingThatASecondOneContradictsIsNotBelieved) {
  // Each of the four listings in turn shows what somebody had until a minute ago.
  for (int wrong = 0; wrong < 4; ++wrong) {
    if (wrong > 0) world_.center.plan_listings({}, wrong);
    world_.center.plan_listings({world_.access_of(world_.ada)});
    EXPECT_TRUE(reconcile(Mode::kEnforce, "INC-12").findings.empty()) << "listing " << wrong;
  }
}

// ---- Missing -------------------------------------------------------------------------------------------------------

TEST_F(ReconcileTest, WhatSomebodyTookAwayByHandIsReported) {
  const Request request = granted_and_settled(world_.ada);
  world_.center.take_by_hand(request.access);
  const std::string before = written();
  const Reconciled found = only_finding(Mode::kReport);
  EXPECT_EQ(found.finding.kind, FindingKind::kMissing);
  EXPECT_EQ(found.outcome, Outcome::kReported);
  EXPECT_EQ(written(), before);
  EXPECT_EQ(world_.metrics.value("curfew_reconcile_findings{kind=missing}"), 1);
  EXPECT_EQ(world_.log.first("reconcile_found").fields.at("kind"), "missing");
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

TEST_F(ReconcileTest, WhatSomebodyTookAwayByHandEndsOnRecordAndEverybodyIsTold) {
  const Request first = granted_and_settled(world_.ada);
  const Request second = world_.submit(World::low_risk(world_.ada, 60));
  world_.center.take_by_hand(first.access);
  EXPECT_EQ(only_finding(Mode::kEnforce).outcome, Outcome::kLeasesEnded);
  world_.run_for(kSettle + seconds(30));
  for (const RequestId& id : {first.id, second.id}) {
    EXPECT_EQ(world_.status(id), RS::kRevoked);
    EXPECT_EQ(world_.request(id).revocation->by, "somebody outside Curfew");
    EXPECT_EQ(world_.mailer.count(LetterKind::kAccessManuallyRevoked, world_.ada.identity.email, id), 1);
  }
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_TRUE(broken_promises_at_rest(world_).empty());
  EXPECT_TRUE(reconcile(Mode::kEnforce).findings.empty());
}

TEST_F(ReconcileTest, AStaleListingDoesNotEndAFreshGrant) {
  const Request request = world_.granted(world_.ada);
  for (Millis passed{0}; passed < kSettle; passed += seconds(20)) {
    world_.center.plan_listings({}, 8);
    ASSERT_TRUE(reconcile(Mode::kEnforce).findings.empty());
    world_.run_for(seconds(20));
  }
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

TEST_F(ReconcileTest, OneListingAloneEndsNothing) {
  const Request request = granted_and_settled(world_.ada);
  const auto truth = world_.center.assigned();
  // Each of the four listings in turn is wrong once.
  for (int wrong = 0; wrong < 4; ++wrong) {
    if (wrong > 0) world_.center.plan_listings(truth, wrong);
    world_.center.plan_listings({});
    EXPECT_TRUE(reconcile(Mode::kEnforce).findings.empty()) << "listing " << wrong;
  }
  world_.run_for(minutes(10));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

TEST_F(ReconcileTest, ALeaseThatEndsMeanwhileIsLeftToItsOwnEnd) {
  const Request request = granted_and_settled(world_.ada);
  world_.center.take_by_hand(request.access);
  world_.gate.arm(1, Fault::kRival,
                  [&] { answer(world_.rival().revoke({.caller = world_.ada, .request_id = request.id})); });
  EXPECT_EQ(only_finding(Mode::kEnforce).outcome, Outcome::kOvertaken);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.request(request.id).revocation->by, world_.ada.identity.email);
}

TEST_F(ReconcileTest, WhateverChangesBeforeItIsPutRightIsLookedAtByTheNextRun) {
  const Request first = granted_and_settled(world_.ada);
  world_.center.take_by_hand(first.access);
  RequestId second;
  world_.gate.arm(1, Fault::kRival, [&] { second = answer(world_.rival().submit(World::low_risk(world_.ada))).id; });
  EXPECT_EQ(only_finding(Mode::kEnforce).outcome, Outcome::kOvertaken);
  EXPECT_EQ(world_.status(second), RS::kActive);
  EXPECT_EQ(only_finding(Mode::kEnforce).outcome, Outcome::kLeasesEnded);
  for (const RequestId& id : {first.id, second}) EXPECT_EQ(world_.status(id), RS::kRevoking);
}

// ---- Left behind ---------------------------------------------------------------------------------------------------

TEST_F(ReconcileTest, ADeletionWhoseWorkWasLostGoesOn) {
  const Request request = granted_and_settled(world_.ada);
  answer(world_.app().revoke({.caller = world_.ada, .request_id = request.id}));
  lose_all_work();
  EXPECT_EQ(only_finding(Mode::kReport).finding.kind, FindingKind::kLeftBehind);
  EXPECT_EQ(only_finding(Mode::kEnforce).outcome, Outcome::kWorkOwed);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_FALSE(world_.center.is_assigned(request.access));
}

TEST_F(ReconcileTest, WhatNoLiveRequestLeadsToIsFoundByItsListing) {
  // Somebody's order, refused by nobody, and then everything that was owed is lost: no request tells the sweep of it.
  const AssignmentKey key = world_.access_of(world_.ada);
  world_.center.add_standing(key);
  reconcile(Mode::kEnforce, "INC-12");
  lose_all_work();
  EXPECT_EQ(answer(world_.app().sweep()).put_right, 0);
  EXPECT_EQ(only_finding(Mode::kEnforce).outcome, Outcome::kWorkOwed);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_FALSE(world_.center.is_assigned(key));
}

TEST_F(ReconcileTest, TheLookThatIsOwedAfterADeletionIsOwedAgain) {
  const Request request = world_.granted(world_.ada, 5);
  world_.run_until(Instant(*request.expires_at) + seconds(10));
  ASSERT_EQ(world_.status(request.id), RS::kRevoked);
  ASSERT_TRUE(world_.assignment(request.access).deleted_at.has_value());
  lose_all_work();
  EXPECT_EQ(answer(world_.app().sweep()).put_right, 0) << "the request is over";
  EXPECT_EQ(only_finding(Mode::kEnforce).outcome, Outcome::kWorkOwed);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_FALSE(world_.assignment(request.access).deleted_at.has_value());
}

TEST_F(ReconcileTest, ALostTimerIsOwedAgain) {
  const Request request = granted_and_settled(world_.ada);
  lose_all_work();
  EXPECT_EQ(only_finding(Mode::kEnforce).finding.kind, FindingKind::kLeftBehind);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
}

TEST_F(ReconcileTest, WhatTheCatalogNoLongerNamesIsStillFinished) {
  const Request request = granted_and_settled(world_.ada);
  world_.center.add_standing(world_.access_of(world_.ben));  // nobody's business any more
  Catalog smaller = usual_catalog();
  std::erase_if(smaller.permission_sets, [](const auto& set) { return set.name == "S3FullAccess"; });
  world_.catalog.set(smaller);
  lose_all_work();
  const Reconciled found = only_finding(Mode::kEnforce);
  EXPECT_EQ(found.finding.permission_set, request.access.permission_set_arn.str());
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
}

// ---- Faults --------------------------------------------------------------------------------------------------------

TEST_F(ReconcileTest, ADamagedRecordIsLoudAndStopsNothingElse) {
  const Request bad = granted_and_settled(world_.ada);
  const Request good = granted_and_settled(world_.ben);
  world_.center.take_by_hand(good.access);
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.damaged_assignments.insert(bad.access); });
  const ReconcileReport report = reconcile(Mode::kEnforce);
  ASSERT_EQ(report.not_compared.size(), 1U);
  EXPECT_EQ(report.not_compared.front().what, bad.access.str());
  EXPECT_EQ(report.not_compared.front().error.code, ErrorCode::kDamaged);
  EXPECT_EQ(world_.log.count("reconcile_not_compared"), 1);
  EXPECT_EQ(world_.metrics.value("curfew_reconcile_not_compared"), 1);
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings.front().finding.key, good.access);
  EXPECT_EQ(report.findings.front().outcome, Outcome::kLeasesEnded);
}

TEST_F(ReconcileTest, AListingThatFailsConcludesNothing) {
  const Request request = granted_and_settled(world_.ada);
  world_.center.fail_reads(4);
  const ReconcileReport report = reconcile(Mode::kEnforce);
  EXPECT_EQ(report.not_compared.size(), 4U);
  EXPECT_TRUE(report.findings.empty());
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

// One of each kind: ben's is taken by hand, mia's stands, and all that ada's is owed is lost.
struct Mess {
  explicit Mess(World& world) {
    left_behind = world.granted(world.ada);
    missing = world.granted(world.ben);
    world.run_for(kSettle);
    standing = world.access_of(world.mia);
    world.center.add_standing(standing);
    world.center.take_by_hand(missing.access);
    static_cast<void>(world.app().revoke({.caller = world.ada, .request_id = left_behind.id}));
    world.store.tamper([&](MemoryStore::Tables& tables) { tables.work.erase("drive/" + left_behind.access.str()); });
  }
  Request left_behind;
  Request missing;
  AssignmentKey standing;
};

TEST_F(ReconcileTest, WhereverARunFailsOrDiesTheNextOneFinishesIt) {
  for (const Fault fault :
       {Fault::kDiesBefore, Fault::kDiesAfter, Fault::kFailsBefore, Fault::kFailsAfter, Fault::kUnknown}) {
    for (std::size_t nth = 1;; ++nth) {
      World world({.settle = kSettle});
      const Mess mess(world);
      world.gate.arm(nth, fault);
      try {
        static_cast<void>(world.app().reconcile({.mode = Mode::kEnforce}));
      } catch (const ProcessDied&) {
        world.restart();
      }
      const bool fired = world.gate.fired();
      world.gate.disarm();
      const ReconcileReport report = answer(world.app().reconcile({.mode = Mode::kEnforce}));
      EXPECT_TRUE(report.not_compared.empty());
      EXPECT_TRUE(world.run_until_quiet());
      const std::string where = "fault " + std::to_string(static_cast<int>(fault)) + " at call " + std::to_string(nth);
      EXPECT_EQ(world.status(mess.left_behind.id), RS::kRevoked) << where;
      EXPECT_EQ(world.status(mess.missing.id), RS::kRevoked) << where;
      EXPECT_EQ(world.request(mess.missing.id).revocation->by, "somebody outside Curfew") << where;
      EXPECT_TRUE(world.center.is_assigned(mess.standing)) << where;
      for (const std::string& sentence : broken_promises_at_rest(world)) ADD_FAILURE() << where << ": " << sentence;
      std::string told;
      for (const Mail& mail : world.mailer.sent()) told += mail.message;
      for (const char* kind : {"missing: ", "left behind: ", "standing: "}) {
        EXPECT_THAT(told, HasSubstr(kind)) << where << ": each finding is told at least once";
      }
      if (!fired || HasFailure()) break;
    }
  }
}

TEST_F(ReconcileTest, TwoServersAtOnceDoItOnce) {
  for (std::size_t nth = 1;; ++nth) {
    World world({.settle = kSettle});
    const Mess mess(world);
    world.gate.arm(nth, Fault::kStall, [&] { answer(world.rival().reconcile({.mode = Mode::kEnforce})); });
    answer(world.app().reconcile({.mode = Mode::kEnforce}));
    EXPECT_TRUE(world.run_until_quiet());
    EXPECT_EQ(world.status(mess.missing.id), RS::kRevoked);
    EXPECT_EQ(world.mailer.count(LetterKind::kAccessManuallyRevoked, world.ben.identity.email, mess.missing.id), 1);
    for (const std::string& sentence : broken_promises_at_rest(world)) ADD_FAILURE() << nth << ": " << sentence;
    if (!world.gate.fired() || HasFailure()) break;
  }
}

// ---- Telling -------------------------------------------------------------------------------------------------------

TEST_F(ReconcileTest, EveryManagerIsToldOnceOfWhatIsNew) {
  world_.center.add_standing(world_.access_of(world_.ada));
  EXPECT_TRUE(reconcile(Mode::kNotify).told);
  EXPECT_EQ(mails_about_findings(), 2);
  EXPECT_THAT(last_mail(), HasSubstr("has S3FullAccess in Management, and Curfew did not give it."));
  EXPECT_FALSE(reconcile(Mode::kNotify).told) << "nothing is new";
  world_.center.add_standing(world_.access_of(world_.ben));
  EXPECT_TRUE(reconcile(Mode::kNotify).told);
  EXPECT_EQ(mails_about_findings(), 4);
}

TEST_F(ReconcileTest, WhatWasGoneAndComesBackIsNews) {
  const AssignmentKey key = world_.access_of(world_.ada);
  world_.center.add_standing(key);
  reconcile(Mode::kNotify);
  world_.center.take_by_hand(key);
  EXPECT_FALSE(reconcile(Mode::kNotify).told);
  world_.center.add_standing(key);
  EXPECT_TRUE(reconcile(Mode::kNotify).told);
}

TEST_F(ReconcileTest, AMailThatFailsIsToldAgainByTheNextRun) {
  const Request request = granted_and_settled(world_.ada);
  world_.center.take_by_hand(request.access);
  world_.mailer.fail_next({.code = ErrorCode::kUnavailable, .public_text = "no mail today"});
  const ReconcileReport report = reconcile(Mode::kEnforce);
  EXPECT_FALSE(report.told);
  EXPECT_EQ(report.findings.front().outcome, Outcome::kLeasesEnded) << "a mail never holds up what is done";
  EXPECT_EQ(world_.log.count("reconcile_not_told"), 1);
  world_.run_for(minutes(10));
  ASSERT_EQ(world_.status(request.id), RS::kRevoked);
  const ReconcileReport next = reconcile(Mode::kEnforce);
  EXPECT_TRUE(next.findings.empty());
  EXPECT_TRUE(next.told);
  EXPECT_THAT(last_mail(), HasSubstr("not told until now"));
  EXPECT_THAT(last_mail(), HasSubstr("Somebody outside Curfew took it away."));
  EXPECT_FALSE(reconcile(Mode::kEnforce).told);
}

TEST_F(ReconcileTest, ARunThatCouldNotSeeEverythingMakesNoNewsOfIt) {
  world_.center.add_standing(world_.access_of(world_.ada));
  reconcile(Mode::kNotify);
  world_.center.fail_reads(4);
  EXPECT_FALSE(reconcile(Mode::kNotify).told);
  EXPECT_FALSE(reconcile(Mode::kNotify).told) << "what is seen again is no news either";
}

TEST_F(ReconcileTest, ManyFindingsAreCountedAndNotAllToldByMail) {
  for (int i = 0; i < 250; ++i) {
    world_.center.add_standing(world_.access_of(World::person("engineer" + std::to_string(i), false)));
  }
  EXPECT_EQ(reconcile(Mode::kNotify).findings.size(), 250U);
  EXPECT_EQ(std::ranges::count(last_mail(), '\n'), 101);
  EXPECT_THAT(last_mail(), HasSubstr("and 150 more"));
  EXPECT_FALSE(reconcile(Mode::kNotify).told);
}

TEST_F(ReconcileTest, ThereBeingNobodyToTellIsLoud) {
  world_.approvers.set({});
  world_.center.add_standing(world_.access_of(world_.ada));
  EXPECT_FALSE(reconcile(Mode::kNotify).told);
  EXPECT_EQ(world_.log.count("reconcile_not_told"), 1);
}

TEST_F(ReconcileTest, TheTrailStaysWhole) {
  const Mess mess(world_);
  reconcile(Mode::kEnforce, "INC-12");
  EXPECT_TRUE(world_.run_until_quiet());
  answer(world_.app().seal());
  VerifyAudit verify(world_.store, world_.store, world_.store, world_.signer);
  EXPECT_TRUE(answer(verify(std::nullopt)).findings.empty());
}

}  // namespace
}  // namespace curfew::test
