// Decisions: submit, approve, deny, cancel, lapse, and what each owes.
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

Command approve(const RequestId& id, minutes longest = minutes(60)) { return command::Approve{id, "", longest}; }
Command deny(const RequestId& id) { return command::Deny{id, "not today"}; }

TEST(SubmitTest, LowRiskIsGrantedAtOnceByThePolicy) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  EXPECT_EQ(story.status(id), RS::kGranting);
  ASSERT_TRUE(story.request(id).decision);
  EXPECT_TRUE(story.request(id).decision->automatic);
  EXPECT_EQ(story.request(id).expires_at, kTestStartSecond + hours(1));
  EXPECT_EQ(story.next().kind, NextAction::Kind::kLook) << "nothing is asked of AWS before a look";
}

TEST(SubmitTest, HighRiskWaitsForAManagerAndGetsNoLease) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  EXPECT_EQ(story.status(id), RS::kPending);
  EXPECT_FALSE(story.request(id).expires_at);
  EXPECT_FALSE(story.request(id).decision);
  EXPECT_EQ(story.assignment().version, 0) << "the assignment has nothing to do with it yet";
  EXPECT_EQ(story.letters(LetterKind::kApprovalPending), 1U);
  EXPECT_TRUE(story.owed().contains(notice_work(id, story.now()).id));
  EXPECT_EQ(story.owed().at(lapse_work(id, story.now()).id).due, Instant(kTestStartSecond + hours(8)));
}

TEST(SubmitTest, TheRevocationIsOwedInTheSameWriteAsTheGrant) {
  Story story;
  const RequestId id = story.draft("r1", Risk::kLow, minutes(5));
  const Transition submitted = story.tell(command::Submit{id}, alice());
  const std::string timer = end_lease_work(id, story.now()).id;
  EXPECT_EQ(std::ranges::count(submitted.owed, timer, &OwedWork::id), 1);
  EXPECT_EQ(story.owed().at(timer).due, Instant(kTestStartSecond + minutes(5)));
}

TEST(SubmitTest, ReasonAddressAndAgentStandInTheAuditEvent) {
  Story story;
  const RequestId id = story.draft("r1", Risk::kHigh);
  const Transition submitted = story.tell(command::Submit{id}, alice());
  ASSERT_EQ(submitted.events.size(), 1U);
  const AuditEvent& event = submitted.events.front();
  EXPECT_EQ(event.chain, "request/r1");
  EXPECT_EQ(event.action, "request.submitted");
  EXPECT_EQ(event.from, "");
  EXPECT_EQ(event.to, "PENDING");
  EXPECT_EQ(event.detail, "a bucket has to be repaired");
  EXPECT_EQ(event.actor.origin.address, "203.0.113.7");
  EXPECT_EQ(event.actor.origin.user_agent, "curl/8");
}

TEST(SubmitTest, SixteenRequestsForOneAccessAreEnough) {
  Story story;
  for (int i = 0; i < 16; ++i) story.submit("r" + std::to_string(i), Risk::kLow);
  const RequestId low = story.draft("low", Risk::kLow);
  EXPECT_EQ(story.refused(command::Submit{low}, alice()), ErrorCode::kTooManyLeases);
  const RequestId high = story.submit("high", Risk::kHigh);
  EXPECT_EQ(story.refused(approve(high), manager_mary()), ErrorCode::kTooManyLeases);
  EXPECT_EQ(story.status(high), RS::kPending);
}

TEST(DecideTest, LateApprovalGetsItsFullDurationFromTheDecision) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh, minutes(30));
  story.wait(hours(7));
  story.approve(id);
  EXPECT_EQ(story.request(id).decision->at, kTestStartSecond + hours(7));
  EXPECT_EQ(story.request(id).expires_at, kTestStartSecond + hours(7) + minutes(30));
  story.create();
  EXPECT_EQ(story.status(id), RS::kActive);
  EXPECT_EQ(story.letters(LetterKind::kRequestApproved), 1U);
}

TEST(DecideTest, TheRecordKeepsWhoDecided) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  story.tell(command::Approve{id, "go ahead", minutes(60)}, manager_mary());
  const Decision& decision = *story.request(id).decision;
  EXPECT_FALSE(decision.automatic);
  EXPECT_EQ(decision.approver, manager_mary().subject);
  EXPECT_EQ(decision.approver_user_id, manager_mary().user_id);
  EXPECT_EQ(decision.approver_email, "mary@example.com");
  EXPECT_EQ(decision.comments, "go ahead");
}

TEST(DecideTest, TheLowerMaximumOfTodaysCatalogWins) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh, minutes(45));
  story.tell(approve(id, minutes(15)), manager_mary());
  EXPECT_EQ(story.request(id).duration, minutes(15));
  EXPECT_EQ(story.request(id).expires_at, kTestStartSecond + minutes(15));
}

TEST(DecideTest, AHigherMaximumDoesNotLengthenWhatWasAskedFor) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh, minutes(15));
  story.tell(approve(id, minutes(60)), manager_mary());
  EXPECT_EQ(story.request(id).duration, minutes(15));
}

TEST(DecideTest, ExactlyOneDecisionWins) {
  Story story;
  const RequestId approved = story.submit("r1", Risk::kHigh);
  story.approve(approved);
  EXPECT_EQ(story.refused(approve(approved), somebody("max")), ErrorCode::kAlreadyDecided);
  EXPECT_EQ(story.refused(deny(approved), somebody("max")), ErrorCode::kAlreadyDecided);
  const RequestId denied = story.submit("r2", Risk::kHigh);
  story.tell(deny(denied), manager_mary());
  EXPECT_EQ(story.refused(approve(denied), somebody("max")), ErrorCode::kAlreadyDecided);
  EXPECT_EQ(story.request(approved).decision->approver_email, "mary@example.com");
}

TEST(DecideTest, WhatNeededNoDecisionCannotBeDecided) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  EXPECT_EQ(story.refused(approve(id), manager_mary()), ErrorCode::kAlreadyDecided);
  EXPECT_EQ(story.refused(deny(id), manager_mary()), ErrorCode::kAlreadyDecided);
}

TEST(DecideTest, ADenialNeedsAComment) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  EXPECT_EQ(story.refused(command::Deny{id, ""}, manager_mary()), ErrorCode::kInvalid);
  EXPECT_EQ(story.status(id), RS::kPending);
  story.tell(deny(id), manager_mary());
  EXPECT_EQ(story.status(id), RS::kDenied);
  EXPECT_EQ(story.request(id).decision->comments, "not today");
  EXPECT_EQ(story.letters(LetterKind::kRequestDenied), 1U);
}

TEST(DecideTest, ApprovingOwesNoCallBesidesTheAssignmentsOwn) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  story.approve(id);
  EXPECT_EQ(story.state(), AS::kUnknown);
  EXPECT_EQ(story.next().kind, NextAction::Kind::kLook);
}

TEST(LapseTest, ARequestThatNobodyDecidesExpires) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  story.wait_until(kTestStartSecond + hours(8));
  story.tell(command::Lapse{id});
  EXPECT_EQ(story.status(id), RS::kExpired);
  EXPECT_EQ(story.letters(LetterKind::kRequestExpired), 1U);
  EXPECT_EQ(story.refused(approve(id), manager_mary()), ErrorCode::kExpired);
}

TEST(LapseTest, ATimerThatComesEarlyChangesNothing) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  story.wait_until(kTestStartSecond + hours(8) - Millis(1));
  const Transition early = story.tell(command::Lapse{id});
  EXPECT_TRUE(early.events.empty() && early.owed.empty() && early.settled.empty());
  EXPECT_EQ(story.status(id), RS::kPending);
  story.approve(id);
  EXPECT_EQ(story.status(id), RS::kGranting) << "until the last millisecond it can be decided";
}

TEST(LapseTest, ATimerThatComesTwiceOrTooLateChangesNothing) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  story.approve(id);
  story.wait(hours(9));
  EXPECT_TRUE(story.tell(command::Lapse{id}).events.empty());
  EXPECT_EQ(story.status(id), RS::kGranting);
}

TEST(LapseTest, TheTimeDecidesNotTheSweepThatWritesItDown) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  story.wait_until(kTestStartSecond + hours(8));
  EXPECT_EQ(story.refused(approve(id), manager_mary()), ErrorCode::kExpired);
  EXPECT_EQ(story.refused(deny(id), manager_mary()), ErrorCode::kExpired);
  EXPECT_EQ(story.refused(command::Cancel{id}, alice()), ErrorCode::kExpired);
  EXPECT_EQ(story.status(id), RS::kPending) << "a refusal writes nothing";
  story.tell(command::Lapse{id});
  EXPECT_EQ(story.refused(command::Cancel{id}, alice()), ErrorCode::kExpired) << "also once it is written down";
}

TEST(CancelTest, APendingRequestIsTakenBack) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  story.tell(command::Cancel{id}, alice());
  EXPECT_EQ(story.status(id), RS::kCancelled);
  EXPECT_EQ(story.refused(approve(id), manager_mary()), ErrorCode::kEnded);
  EXPECT_EQ(story.refused(command::Cancel{id}, alice()), ErrorCode::kEnded);
}

TEST(CancelTest, RevokingOnesOwnPendingRequestIsCancelling) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  story.revoke_own(id);
  EXPECT_EQ(story.status(id), RS::kCancelled);
}

TEST(CancelTest, CancellingWhatIsBeingGrantedIsRevoking) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask("create");
  story.tell(command::Cancel{id}, alice());
  EXPECT_EQ(story.status(id), RS::kRevoking);
  EXPECT_EQ(story.request(id).revocation->type, RevocationType::kManual);
  EXPECT_EQ(story.refused(command::Cancel{id}, alice()), ErrorCode::kEnded) << "while REVOKING there is nothing left";
}

TEST(CancelTest, AManagerDeniesWhatIsPendingInsteadOfRevokingIt) {
  Story story;
  const RequestId id = story.submit("r1", Risk::kHigh);
  EXPECT_EQ(story.refused(command::Revoke{.request = id, .every_lease = true}, manager_mary()), ErrorCode::kForbidden);
}

TEST(RequestEventsTest, SeveralTransitionsOfOneStepKeepTheirOrder) {
  Story story;
  story.active("r1");
  const RequestId second = story.submit("r2", Risk::kLow);
  EXPECT_THAT(story.last_actions(), ElementsAre("request.submitted", "access.granted"));
  EXPECT_EQ(story.request(second).version, 2) << "one version for each transition";
}

TEST(RequestTimesTest, ARecordHoldsWholeSecondsOfWhatHasHappened) {
  Story story;
  story.wait(Millis(999));
  const RequestId id = story.submit("r1", Risk::kLow, minutes(5));
  EXPECT_EQ(story.request(id).requested_at, kTestStartSecond);
  EXPECT_EQ(story.request(id).decision->at, kTestStartSecond);
  EXPECT_EQ(story.request(id).expires_at, kTestStartSecond + minutes(5));
  story.wait(seconds(1));
  story.create();
  EXPECT_EQ(story.request(id).granted_at, kTestStartSecond + seconds(1));
}

}  // namespace
}  // namespace curfew::test
