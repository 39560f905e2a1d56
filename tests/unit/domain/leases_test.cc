// Leases: how overlapping requests share one assignment, and how each of them ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.h"

namespace curfew::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using RS = RequestStatus;
using AS = AssignmentState;
using OS = OperationStatus::Kind;

TEST(LeasesTest, TheCurfewRevokesAndTellsTheRequester) {
  Story story;
  const RequestId id = story.active("r1");
  story.wait_until(kTestStartSecond + hours(1));
  story.tell(command::EndLease{id});
  EXPECT_EQ(story.status(id), RS::kRevoking);
  EXPECT_EQ(story.request(id).revocation->type, RevocationType::kAuto);
  EXPECT_THAT(story.last_actions(), ElementsAre("access.ending", "assignment.deleting"));
  story.wait(seconds(3));
  story.remove();
  EXPECT_EQ(story.status(id), RS::kRevoked);
  EXPECT_EQ(story.request(id).ended_at, kTestStartSecond + hours(1) + seconds(3)) << "the end as observed";
  EXPECT_EQ(story.letters(LetterKind::kAccessAutoRevoked), 1U);
  EXPECT_FALSE(story.request(id).access_until);
}

TEST(LeasesTest, ATimerThatComesEarlyChangesNothing) {
  Story story;
  const RequestId id = story.active("r1");
  story.wait_until(kTestStartSecond + hours(1) - Millis(1));
  const Transition early = story.tell(command::EndLease{id});
  EXPECT_TRUE(early.events.empty() && early.owed.empty() && early.settled.empty());
  EXPECT_EQ(story.status(id), RS::kActive);
}

TEST(LeasesTest, ATimerThatComesTwiceChangesNothing) {
  Story story;
  const RequestId id = story.active("r1");
  story.wait(hours(1));
  story.tell(command::EndLease{id});
  EXPECT_TRUE(story.tell(command::EndLease{id}).events.empty());
  story.remove();
  EXPECT_TRUE(story.tell(command::EndLease{id}).events.empty());
  EXPECT_EQ(story.status(id), RS::kRevoked);
}

TEST(LeasesTest, OverlappingRequestExtendsAndNeverCutsShort) {
  Story story;
  const RequestId first = story.active("r1");
  story.wait(minutes(30));
  const RequestId second = story.submit("r2", Risk::kLow);
  EXPECT_EQ(story.status(second), RS::kActive) << "the access is there already";
  story.wait(minutes(30));
  story.tell(command::EndLease{first});
  EXPECT_EQ(story.status(first), RS::kRevoked);
  EXPECT_EQ(story.state(), AS::kHeld);
  EXPECT_EQ(story.request(first).held_by, second);
  EXPECT_EQ(story.request(first).access_until, kTestStartSecond + minutes(90));
  EXPECT_EQ(story.next().kind, NextAction::Kind::kNone) << "nothing is asked of AWS";
  story.wait(minutes(30));
  story.tell(command::EndLease{second});
  EXPECT_EQ(story.state(), AS::kDeleting);
  story.remove();
  EXPECT_EQ(story.status(second), RS::kRevoked);
}

TEST(LeasesTest, AShorterSecondRequestDoesNotCutTheFirstShort) {
  Story story;
  const RequestId first = story.active("r1");
  const RequestId second = story.submit("r2", Risk::kLow, minutes(5));
  story.wait(minutes(5));
  story.tell(command::EndLease{second});
  EXPECT_EQ(story.status(second), RS::kRevoked);
  EXPECT_EQ(story.request(second).held_by, first);
  EXPECT_EQ(story.status(first), RS::kActive);
  EXPECT_EQ(story.state(), AS::kHeld);
}

TEST(LeasesTest, OfSeveralHoldersTheLongestIsNamed) {
  Story story;
  const RequestId first = story.active("r1");
  story.submit("r2", Risk::kLow, minutes(10));
  const RequestId longest = story.submit("r3", Risk::kLow, minutes(50));
  story.submit("r4", Risk::kLow, minutes(20));
  story.revoke_own(first);
  EXPECT_EQ(story.request(first).held_by, longest);
}

TEST(LeasesTest, RequestersRevokeEndsTheirOwnLeaseOnly) {
  Story story;
  const RequestId first = story.active("r1");
  const RequestId second = story.submit("r2", Risk::kLow);
  story.revoke_own(first);
  EXPECT_EQ(story.status(first), RS::kRevoked);
  EXPECT_EQ(story.request(first).revocation->by, "alice@example.com");
  EXPECT_EQ(story.letters(LetterKind::kAccessManuallyRevoked), 1U);
  EXPECT_EQ(story.status(second), RS::kActive);
  EXPECT_EQ(story.state(), AS::kHeld);
}

TEST(LeasesTest, ManagersRevokeEndsEveryLease) {
  Story story;
  const RequestId first = story.active("r1");
  const RequestId second = story.submit("r2", Risk::kLow);
  const RequestId pending = story.submit("r3", Risk::kHigh);
  story.revoke_all(second);
  EXPECT_EQ(story.status(first), RS::kRevoking);
  EXPECT_EQ(story.status(second), RS::kRevoking);
  EXPECT_EQ(story.status(pending), RS::kPending) << "what is not decided holds nothing";
  EXPECT_EQ(story.state(), AS::kDeleting);
  story.remove();
  EXPECT_EQ(story.status(first), RS::kRevoked);
  EXPECT_EQ(story.status(second), RS::kRevoked);
  EXPECT_EQ(story.request(first).revocation->by, "mary@example.com");
  EXPECT_EQ(story.letters(LetterKind::kAccessManuallyRevoked), 2U);
}

TEST(LeasesTest, WhatHasEndedCannotBeRevokedAgain) {
  Story story;
  const RequestId id = story.active("r1");
  story.revoke_own(id);
  EXPECT_EQ(story.refused(command::Revoke{.request = id}, alice()), ErrorCode::kEnded);
  EXPECT_EQ(story.refused(command::Revoke{.request = id, .every_lease = true}, manager_mary()), ErrorCode::kEnded);
  story.remove();
  EXPECT_EQ(story.refused(command::Revoke{.request = id}, alice()), ErrorCode::kEnded);
}

TEST(LeasesTest, RevokingBeforeAnythingWasAskedLeavesNothingToDo) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  story.revoke_own(id);
  EXPECT_EQ(story.status(id), RS::kRevoked);
  EXPECT_EQ(story.next().kind, NextAction::Kind::kNone);
  EXPECT_FALSE(story.request(id).access_until);
}

TEST(LeasesTest, NobodyIsToldThatAccessRemainsWhenItIsOnlyWanted) {
  Story story;
  const RequestId first = story.submit("r1", Risk::kLow);
  story.submit("r2", Risk::kLow);
  story.revoke_own(first);
  EXPECT_EQ(story.status(first), RS::kRevoked);
  EXPECT_TRUE(story.request(first).held_by.empty());
}

TEST(LeasesTest, ACreateInFlightServesTheLeasesThatRemain) {
  Story story;
  const RequestId first = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask("create");
  const RequestId second = story.submit("r2", Risk::kLow);
  story.revoke_own(first);
  story.check(OS::kSucceeded);
  EXPECT_EQ(story.status(second), RS::kActive);
  EXPECT_EQ(story.status(first), RS::kRevoked);
  EXPECT_EQ(story.state(), AS::kHeld);
}

TEST(LeasesTest, LastLeaseThatEndsInCreatingIsDeletedAfterwards) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask("create");
  story.revoke_own(id);
  EXPECT_EQ(story.state(), AS::kCreating) << "one operation at a time";
  EXPECT_EQ(story.status(id), RS::kRevoking);
  story.check(OS::kInProgress);
  EXPECT_EQ(story.state(), AS::kCreating);
  story.check(OS::kSucceeded);
  EXPECT_EQ(story.state(), AS::kDeleting);
  EXPECT_THAT(story.last_actions(), ElementsAre("assignment.held", "assignment.deleting"));
  EXPECT_FALSE(story.request(id).granted_at) << "it never was ACTIVE";
  story.remove();
  EXPECT_EQ(story.status(id), RS::kRevoked);
}

TEST(LeasesTest, LeaseThatArrivesDuringDeletionIsGrantedAnewAfterwards) {
  Story story;
  const RequestId first = story.active("r1");
  story.revoke_own(first);
  story.ask("delete");
  const RequestId second = story.submit("r2", Risk::kLow);
  EXPECT_EQ(story.state(), AS::kDeleting);
  EXPECT_EQ(story.status(second), RS::kGranting);
  EXPECT_EQ(story.status(first), RS::kRevoking) << "a lease that only waits holds nothing";
  story.check(OS::kSucceeded);
  EXPECT_EQ(story.state(), AS::kCreating);
  EXPECT_EQ(story.status(first), RS::kRevoked);
  story.ask("create again");
  story.check(OS::kSucceeded);
  EXPECT_EQ(story.status(second), RS::kActive);
}

TEST(LeasesTest, LeaseThatWaitsForADeletionTooLongFails) {
  Story story;
  story.revoke_own(story.active("r1"));
  const RequestId waiting = story.submit("r2", Risk::kLow);
  story.wait(minutes(10));
  story.ask_fails(AskFailure::kConflict);
  EXPECT_EQ(story.status(waiting), RS::kRevoking) << "the access is still there";
  story.wait(minutes(1));
  story.remove();
  EXPECT_EQ(story.status(waiting), RS::kFailed);
  EXPECT_EQ(story.letters(LetterKind::kAccessFailed), 1U);
}

TEST(GrantingLimitTest, NoCreateIsSentAfterTenMinutesFromTheDecision) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.wait_until(kTestStartSecond + minutes(10));
  story.begin_ask();
  EXPECT_FALSE(may_ask(story.assignment(), OperationKind::kCreate));
  EXPECT_EQ(story.status(id), RS::kFailed) << "at once, since nothing was asked";
  EXPECT_EQ(story.state(), AS::kAbsent);
}

TEST(GrantingLimitTest, ACreateThatWasSentInTimeMayTakeLonger) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.wait_until(kTestStartSecond + minutes(10) - Millis(1));
  story.ask("create");
  story.wait(minutes(2));
  story.check(OS::kInProgress);
  EXPECT_EQ(story.status(id), RS::kGranting);
  story.check(OS::kSucceeded);
  EXPECT_EQ(story.status(id), RS::kActive);
}

TEST(GrantingLimitTest, ALateLeaseFailsWhileAnotherIsStillGranted) {
  Story story;
  const RequestId late = story.submit("r1", Risk::kLow);
  story.wait(minutes(9));
  const RequestId other = story.submit("r2", Risk::kLow);
  story.wait(minutes(1));
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(late), RS::kFailed);
  EXPECT_EQ(story.status(other), RS::kGranting);
  EXPECT_EQ(story.state(), AS::kCreating);
}

TEST(GrantingLimitTest, WhoFailsWhileAnotherHoldsTheAccessIsToldWhoDoes) {
  Story story;
  const RequestId late = story.submit("r1", Risk::kLow);
  story.wait(minutes(9));
  const RequestId other = story.submit("r2", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask_fails(AskFailure::kLost);
  story.wait(minutes(1));
  story.begin_ask();
  EXPECT_EQ(story.status(late), RS::kFailed);
  EXPECT_EQ(story.request(late).held_by, other);
  EXPECT_EQ(story.request(late).access_until, story.request(other).expires_at);
}

TEST(GrantingLimitTest, LookingInVainEndsWithTheLimit) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  story.tell(command::LookFailed{"time-out"});
  EXPECT_GT(story.next().at, story.now()) << "it looks again, after a while";
  story.wait(minutes(10));
  story.tell(command::LookFailed{"time-out"});
  EXPECT_EQ(story.status(id), RS::kFailed);
  EXPECT_EQ(story.next().kind, NextAction::Kind::kNone);
}

TEST(CurfewTest, NothingBecomesActiveAfterItsEnd) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow, minutes(5));
  story.look(Presence::kAbsent);
  story.ask("create");
  story.wait(minutes(5));
  story.check(OS::kSucceeded);
  EXPECT_EQ(story.status(id), RS::kRevoking);
  EXPECT_EQ(story.state(), AS::kDeleting);
  EXPECT_EQ(story.letters(LetterKind::kAccessGranted), 0U);
  story.remove();
  EXPECT_EQ(story.status(id), RS::kFailed);
}

TEST(CurfewTest, AnEndThatComesInGrantingGivesUp) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow, minutes(5));
  story.look(Presence::kAbsent);
  story.ask("create");
  story.wait(minutes(5));
  story.tell(command::EndLease{id});
  EXPECT_EQ(story.status(id), RS::kRevoking);
  EXPECT_FALSE(story.request(id).revocation);
  story.check(OS::kSucceeded);
  story.remove();
  EXPECT_EQ(story.status(id), RS::kFailed);
}

TEST(CurfewTest, AnEndBeforeAnyCallFailsAtOnce) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow, minutes(5));
  story.wait(minutes(5));
  story.tell(command::EndLease{id});
  EXPECT_EQ(story.status(id), RS::kFailed);
  EXPECT_EQ(story.next().kind, NextAction::Kind::kNone);
}

}  // namespace
}  // namespace curfew::test
