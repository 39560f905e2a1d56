// The controller that drives AWS to what the leases want: what it concludes from which answer, and what it never does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.h"

namespace curfew::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using RS = RequestStatus;
using AS = AssignmentState;
using OS = OperationStatus::Kind;
using Kind = NextAction::Kind;

TEST(CreateTest, ACreateIsOnRecordBeforeItIsAsked) {
  Story story;
  story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.state(), AS::kCreating);
  EXPECT_EQ(story.assignment().seen_absent_at, story.now());
  EXPECT_FALSE(may_ask(story.assignment(), OperationKind::kCreate)) << "not before the ask is written";
  story.begin_ask();
  EXPECT_TRUE(may_ask(story.assignment(), OperationKind::kCreate));
  EXPECT_FALSE(may_ask(story.assignment(), OperationKind::kDelete));
  story.asked("op");
  EXPECT_FALSE(may_ask(story.assignment(), OperationKind::kCreate)) << "one operation at a time";
  EXPECT_EQ(story.next().kind, Kind::kCheck);
}

TEST(CreateTest, InProgressIsCheckedAgainAndConcludesNothing) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask("op");
  for (int i = 0; i < 20; ++i) {
    story.wait_until(story.next().at);
    story.check(OS::kInProgress);
    EXPECT_EQ(story.status(id), RS::kGranting);
    EXPECT_GT(story.next().at, story.now());
    EXPECT_LE(story.next().at, story.now() + seconds(5));
  }
}

TEST(CreateTest, ConflictMeansTryAgainAndNeverAlreadyThere) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  Millis last{0};
  for (int i = 0; i < 4; ++i) {
    story.ask_fails(AskFailure::kConflict);
    EXPECT_EQ(story.status(id), RS::kGranting);
    EXPECT_EQ(story.next().kind, Kind::kAsk);
    EXPECT_GT(story.next().at - story.now(), last) << "a little longer each time";
    last = story.next().at - story.now();
    story.wait_until(story.next().at);
  }
  story.ask("op");
  story.check(OS::kSucceeded);
  EXPECT_EQ(story.status(id), RS::kActive);
}

TEST(CreateTest, BackoffStaysWithinHalfAMinute) {
  Story story;
  story.revoke_own(story.active("r1"));
  for (int i = 0; i < 70; ++i) {
    story.ask_fails(AskFailure::kThrottled);
    EXPECT_LE(story.next().at, story.now() + seconds(30));
    story.wait_until(story.next().at);
  }
}

TEST(CreateTest, RefusedForSureFailsAtOnceWithAwsWords) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask_fails(AskFailure::kRefused);
  EXPECT_EQ(story.status(id), RS::kFailed);
  EXPECT_THAT(story.request(id).failure, HasSubstr("AWS's words"));
  EXPECT_EQ(story.state(), AS::kAbsent);
}

TEST(CreateTest, AFailedCreateIsLookedAfterBeforeTheRequestFails) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask("op");
  story.check(OS::kFailed, "no such account");
  EXPECT_EQ(story.status(id), RS::kRevoking);
  EXPECT_EQ(story.next().kind, Kind::kLook);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kFailed);
  EXPECT_THAT(story.request(id).failure, HasSubstr("no such account"));
}

TEST(CreateTest, AFailedCreateThatLeftSomethingIsCleanedUp) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask("op");
  story.check(OS::kFailed, "internal error");
  story.look(Presence::kDirect);
  EXPECT_EQ(story.next().kind, Kind::kAsk);
  EXPECT_EQ(story.next().operation, OperationKind::kDelete);
  story.remove();
  EXPECT_EQ(story.status(id), RS::kFailed);
  EXPECT_THAT(story.request(id).failure, HasSubstr("internal error"));
}

TEST(CreateTest, AFailedCreateBesideALostOneWaitsUntilThatHasSettled) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask_fails(AskFailure::kLost);
  story.wait(seconds(1));
  story.ask("op");
  story.check(OS::kFailed, "internal error");
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kRevoking);
  story.wait(kAwsSettle);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kFailed);
}

TEST(LostReplyTest, ALostCreateIsAskedAgain) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask_fails(AskFailure::kLost);
  EXPECT_EQ(story.status(id), RS::kGranting) << "neither success nor failure";
  EXPECT_EQ(story.next().kind, Kind::kAsk);
  story.ask("op");
  story.check(OS::kSucceeded);
  EXPECT_EQ(story.status(id), RS::kActive);
}

TEST(LostReplyTest, LostCreateIsCleanedUpEvenWithoutLeases) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask_fails(AskFailure::kLost);
  story.revoke_own(id);
  EXPECT_EQ(story.state(), AS::kDeleting);
  EXPECT_EQ(story.status(id), RS::kRevoking);
  story.remove();
  EXPECT_EQ(story.status(id), RS::kRevoking) << "the lost create may still be on its way";
  story.wait_until(story.next().at);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kRevoked);
}

TEST(LostReplyTest, AStalledCreateMayArriveAfterTheAccessThatItWasFor) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.begin_ask();  // by a server that stalls
  story.wait(seconds(31));
  story.ask("op");  // by another one, which takes over
  story.check(OS::kSucceeded);
  EXPECT_EQ(story.status(id), RS::kActive);
  story.wait(minutes(1));
  story.revoke_own(id);
  story.remove();
  EXPECT_EQ(story.status(id), RS::kRevoking) << "the stalled one may still call";
  EXPECT_EQ(story.next().kind, Kind::kLook);
  story.wait_until(story.next().at);
  story.look(Presence::kDirect);  // and it did
  EXPECT_EQ(story.next().operation, OperationKind::kDelete);
  story.remove();
  EXPECT_EQ(story.status(id), RS::kRevoked);
}

TEST(LostReplyTest, ADeletionThatSucceededBeforeAStalledCreateArrivedSaysNothing) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.begin_ask();  // by a server that stalls
  story.wait(seconds(31));
  story.ask("op");
  story.check(OS::kSucceeded);
  story.revoke_own(id);
  story.ask("deletion");
  story.wait(kAwsSettle);  // the deletion ends, the stalled create arrives, and only then somebody asks
  story.check(OS::kSucceeded);
  EXPECT_EQ(story.status(id), RS::kRevoking);
  EXPECT_EQ(story.next().kind, Kind::kLook);
  story.look(Presence::kDirect);
  EXPECT_EQ(story.next().operation, OperationKind::kDelete);
}

TEST(LostReplyTest, AStalledDeleteKeepsTheNextCreateWaiting) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  story.begin_ask();  // by a server that stalls
  const Instant stalled_at = story.now();
  story.wait(seconds(31));
  const RequestId next = story.submit("r2", Risk::kLow);
  story.remove();
  EXPECT_EQ(story.state(), AS::kUnknown) << "nothing is made that the stalled one could take away";
  EXPECT_EQ(story.next().at, stalled_at + kAwsSettle);
  story.wait_until(story.next().at);
  story.create();
  EXPECT_EQ(story.status(next), RS::kActive);
}

TEST(LostReplyTest, AnAskThatAServerTookToItsGraveIsALostOne) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.begin_ask();
  story.revoke_own(id);
  EXPECT_EQ(story.state(), AS::kCreating) << "the answer may still come";
  EXPECT_EQ(story.next().kind, Kind::kAsk);
  EXPECT_GT(story.next().at, story.now());
  story.wait_until(story.next().at);
  story.begin_ask();
  EXPECT_FALSE(may_ask(story.assignment(), OperationKind::kCreate));
  EXPECT_EQ(story.state(), AS::kDeleting);
  story.ask_fails(AskFailure::kMissing);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kRevoking) << "it may yet take effect";
  story.wait(kAwsSettle);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kRevoked);
}

TEST(LostReplyTest, AnOperationThatAwsHasForgottenIsAskedAgain) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask("op");
  story.check(OS::kUnknown);
  EXPECT_EQ(story.status(id), RS::kGranting);
  EXPECT_EQ(story.next().kind, Kind::kAsk);
  EXPECT_TRUE(story.assignment().operation->lost);
}

TEST(LostReplyTest, AnOperationThatNeverEndsIsTakenForLost) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  story.ask("delete");
  story.wait(minutes(10) + Millis(1));
  story.check(OS::kInProgress);
  EXPECT_EQ(story.next().kind, Kind::kAsk);
  EXPECT_EQ(story.next().operation, OperationKind::kDelete);
}

TEST(DeleteTest, NotFoundAloneConcludesNothing) {
  Story story(aws_rules());
  const RequestId id = story.active("r1");
  story.revoke_own(id);
  story.ask_fails(AskFailure::kMissing);
  EXPECT_EQ(story.status(id), RS::kRevoking);
  EXPECT_EQ(story.next().kind, Kind::kLook);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kRevoking) << "not before `settle` has passed";
  story.wait(kAwsSettle);
  story.look(Presence::kAbsent, true);
  EXPECT_EQ(story.status(id), RS::kRevoking) << "not while something is IN_PROGRESS";
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kRevoking) << "nor before a listing must show what that has done";
  story.wait_until(story.next().at);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kRevoked);
}

TEST(DeleteTest, AListingThatContradictsAFailedDeletionHasToWait) {
  Story story(aws_rules());
  const RequestId id = story.active("r1");
  story.revoke_own(id);
  story.ask("op");
  story.check(OS::kFailed, "internal error");
  EXPECT_EQ(story.next().kind, Kind::kLook);
  story.wait_until(story.next().at);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kRevoking) << "the listing may be older than the access";
  story.wait_until(story.next().at);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(id), RS::kRevoked);
}

TEST(DeleteTest, WhatIsFoundAfterNotFoundIsDeletedAfterAll) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  story.ask_fails(AskFailure::kMissing);
  story.look(Presence::kDirect);
  EXPECT_EQ(story.next().kind, Kind::kAsk);
  story.remove();
  EXPECT_EQ(story.state(), AS::kAbsent);
}

TEST(DeleteTest, ALookThatFailsConcludesNothing) {
  Story story(aws_rules());
  const RequestId id = story.active("r1");
  story.revoke_own(id);
  story.ask_fails(AskFailure::kMissing);
  story.wait(kAwsSettle);
  story.tell(command::LookFailed{"time-out"});
  EXPECT_EQ(story.status(id), RS::kRevoking);
  EXPECT_EQ(story.next().kind, Kind::kLook);
  EXPECT_GT(story.next().at, story.now());
}

TEST(DeleteTest, ALostDeletionIsAskedAgainWithoutLimit) {
  Story story(aws_rules());
  const RequestId id = story.active("r1");
  story.revoke_own(id);
  for (int i = 0; i < 100; ++i) {
    story.ask_fails(AskFailure::kLost);
    ASSERT_EQ(story.next().kind, Kind::kAsk);
    story.wait_until(story.next().at);
  }
  EXPECT_EQ(story.status(id), RS::kRevoking);
  story.remove();
  EXPECT_EQ(story.status(id), RS::kRevoked);
}

TEST(DeleteTest, RevocationsGoAheadOfGrants) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  const std::string drive = drive_work(alices_access(), story.now(), 0, false).id;
  EXPECT_EQ(story.owed().at(drive).priority, kGrantPriority);
  story.create();
  story.revoke_own(id);
  EXPECT_EQ(story.owed().at(drive).priority, kRevokePriority);
  story.submit("r2", Risk::kLow);
  EXPECT_EQ(story.owed().at(drive).priority, kRevokePriority) << "whoever waits does not slow it down";
}

TEST(StandingTest, StandingAccessFoundLaterFailsTheRequest) {
  for (const Presence presence : {Presence::kDirect, Presence::kThroughGroup}) {
    Story story(aws_rules());
    const RequestId id = story.submit("r1", Risk::kHigh);
    story.approve(id);
    story.look(presence);
    EXPECT_EQ(story.state(), AS::kStanding);
    EXPECT_EQ(story.status(id), RS::kFailed);
    EXPECT_THAT(story.request(id).failure, HasSubstr("stands already"));
    EXPECT_EQ(story.next().kind, Kind::kNone);
  }
}

TEST(StandingTest, WhatStandsIsNeverDeleted) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kDirect);
  story.look(Presence::kDirect);
  story.wait(std::chrono::hours(2));
  story.tell(command::EndLease{id});
  EXPECT_EQ(story.state(), AS::kStanding);
  EXPECT_FALSE(story.assignment().operation);
}

TEST(StandingTest, WhatNoLongerStandsMayBeGranted) {
  Story story(aws_rules());
  story.submit("r1", Risk::kLow);
  story.look(Presence::kDirect);
  const RequestId second = story.submit("r2", Risk::kLow);
  EXPECT_EQ(story.state(), AS::kUnknown);
  story.create();
  EXPECT_EQ(story.status(second), RS::kActive);
}

TEST(StandingTest, ALookFromMinutesAgoDoesNotCount) {
  Story story;
  story.revoke_own(story.active("r1"));
  story.remove();
  story.wait(seconds(31));
  story.submit("r2", Risk::kLow);
  EXPECT_EQ(story.state(), AS::kUnknown);
  EXPECT_EQ(story.next().kind, Kind::kLook);
}

TEST(StandingTest, ALookFromTheFutureDoesNotCount) {
  Story story;
  story.revoke_own(story.active("r1"));
  story.remove();
  story.wait(seconds(-60));
  story.submit("r2", Risk::kLow);
  EXPECT_EQ(story.state(), AS::kUnknown) << "the clock was set back: nobody knows how old the look is";
}

TEST(StandingTest, AccessThroughAGroupThatAppearsDuringADeletionIsNotGrantedOnTop) {
  Story story;
  const RequestId first = story.active("r1");
  story.revoke_own(first);
  const RequestId waiting = story.submit("r2", Risk::kLow);
  story.ask_fails(AskFailure::kMissing);
  story.look(Presence::kThroughGroup);
  EXPECT_EQ(story.status(first), RS::kRevoked) << "what Curfew gave is gone";
  EXPECT_EQ(story.next().kind, Kind::kLook);
  story.look(Presence::kThroughGroup);
  EXPECT_EQ(story.state(), AS::kStanding);
  EXPECT_EQ(story.status(waiting), RS::kFailed);
}

TEST(ReturnTest, OneMoreLookIsDueWhenTheDeletionHasSettled) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  story.remove();
  EXPECT_EQ(story.next().kind, Kind::kLook);
  EXPECT_EQ(story.next().at, story.now() + kAwsSettle);
  story.wait(kAwsSettle);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.next().kind, Kind::kNone);
}

TEST(ReturnTest, WhatReturnsAfterOurDeletionIsDeletedAgain) {
  Story story(aws_rules());
  const RequestId id = story.active("r1");
  story.revoke_own(id);
  story.remove();
  story.wait(kAwsSettle);
  story.look(Presence::kDirect);
  EXPECT_EQ(story.state(), AS::kDeleting);
  EXPECT_THAT(story.last_actions(), ElementsAre("assignment.returned"));
  story.remove();
  EXPECT_EQ(story.state(), AS::kAbsent);
  EXPECT_EQ(story.status(id), RS::kRevoked);
}

TEST(ReturnTest, APresenceSoonAfterOurDeletionIsNeverTakenAsStanding) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  story.remove();
  story.wait(minutes(1));
  const RequestId second = story.submit("r2", Risk::kLow);
  story.look(Presence::kDirect);
  EXPECT_EQ(story.state(), AS::kUnknown);
  EXPECT_EQ(story.status(second), RS::kGranting);
  EXPECT_EQ(story.next().kind, Kind::kLook);
  EXPECT_LE(story.next().at, story.now() + seconds(5)) << "somebody waits for it";
  story.wait(seconds(5));
  story.create();
  EXPECT_EQ(story.status(second), RS::kActive);
}

TEST(ReturnTest, ALeaseThatComesAndGoesDoesNotForgetTheLookAfterTheDeletion) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  story.remove();
  const Instant deleted = story.now();
  story.wait(seconds(1));
  const RequestId brief = story.submit("r2", Risk::kLow);
  EXPECT_EQ(story.state(), AS::kCreating);
  story.revoke_own(brief);
  EXPECT_EQ(story.state(), AS::kAbsent);
  EXPECT_EQ(story.next().kind, Kind::kLook);
  EXPECT_EQ(story.next().at, deleted + kAwsSettle);
}

TEST(ReturnTest, AccessThroughAGroupDoesNotForgetTheLookAfterTheDeletion) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  story.remove();
  story.wait(minutes(1));
  story.submit("r2", Risk::kLow);
  story.look(Presence::kThroughGroup);
  EXPECT_EQ(story.state(), AS::kStanding);
  story.wait_until(story.next().at);
  story.look(Presence::kDirect);
  EXPECT_EQ(story.state(), AS::kDeleting) << "ours came back beside the group's";
  story.remove();
}

TEST(ReturnTest, ALookThatFailsIsNotRepeatedInAHurry) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  story.remove();
  story.wait(minutes(1));
  story.revoke_own(story.submit("r2", Risk::kLow));
  EXPECT_EQ(story.state(), AS::kUnknown);
  story.wait(kAwsSettle);
  story.tell(command::LookFailed{"time-out"});
  EXPECT_EQ(story.next().kind, Kind::kLook);
  EXPECT_GT(story.next().at, story.now());
}

TEST(LateAnswerTest, AnAnswerThatNoLongerFitsIsRefused) {
  Story story;
  EXPECT_EQ(story.refused(command::BeginAsk{}), ErrorCode::kConflict);
  EXPECT_EQ(story.refused(command::Asked{OperationId("x")}), ErrorCode::kConflict);
  EXPECT_EQ(story.refused(command::AskFailed{}), ErrorCode::kConflict);
  EXPECT_EQ(story.refused(command::Checked{}), ErrorCode::kConflict);
  EXPECT_EQ(story.refused(command::LookFailed{}), ErrorCode::kConflict);
  story.active("r1");
  EXPECT_EQ(story.refused(command::Looked{Presence::kAbsent, false}), ErrorCode::kConflict)
      << "a look from before the create must not be believed";
}

}  // namespace
}  // namespace curfew::test
