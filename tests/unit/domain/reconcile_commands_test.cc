// What reconcile may conclude about an assignment, and what it leads to.
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

Story held_and_settled() {
  Story story(aws_rules());
  story.active("r1");
  story.wait(kAwsSettle + seconds(2));
  return story;
}

const RequestId kFirst("r1");

TEST(TakenOutsideTest, EveryLeaseEndsOnRecordByWhatIsKnownOfIt) {
  Story story = held_and_settled();
  const RequestId second = story.submit("r2", Risk::kLow);
  story.tell(command::TakenOutside{story.now()});
  EXPECT_EQ(story.state(), AS::kDeleting);
  for (const RequestId& id : {kFirst, second}) {
    EXPECT_EQ(story.status(id), RS::kRevoking);
    EXPECT_EQ(story.request(id).revocation->type, RevocationType::kManual);
    EXPECT_EQ(story.request(id).revocation->by, "somebody outside Curfew");
  }
  EXPECT_THAT(story.last_actions(), ElementsAre("access.ending", "access.ending", "assignment.deleting"));
}

TEST(TakenOutsideTest, ItEndsLikeAnyDeletionAndNotBeforeALookAfterSettling) {
  Story story = held_and_settled();
  story.tell(command::TakenOutside{story.now()});
  story.ask_fails(AskFailure::kMissing);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(kFirst), RS::kRevoking) << "ResourceNotFound and one look conclude nothing";
  story.wait_until(story.next().at);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.status(kFirst), RS::kRevoked);
  EXPECT_EQ(story.letters(LetterKind::kAccessManuallyRevoked), 1U);
}

TEST(TakenOutsideTest, AccessThatWasThereAfterAllIsTakenAway) {
  Story story = held_and_settled();
  story.tell(command::TakenOutside{story.now()});
  story.remove();
  EXPECT_EQ(story.state(), AS::kAbsent);
  EXPECT_EQ(story.status(kFirst), RS::kRevoked);
}

TEST(TakenOutsideTest, AFreshGrantIsNeverConcludedFromAListing) {
  Story story(aws_rules());
  story.active("r1");
  story.wait(kAwsSettle);
  EXPECT_EQ(story.refused(command::TakenOutside{story.now()}), ErrorCode::kConflict);
  story.wait(seconds(1));
  EXPECT_EQ(story.refused(command::TakenOutside{story.now() - seconds(2)}), ErrorCode::kConflict)
      << "it is the listing's time that counts";
  story.tell(command::TakenOutside{story.now()});
}

TEST(TakenOutsideTest, OnlyWhatIsHeldCanBeMissing) {
  Story story(aws_rules());
  EXPECT_EQ(story.refused(command::TakenOutside{story.now()}), ErrorCode::kConflict);
  story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask("create");
  story.wait(kAwsSettle + minutes(1));
  EXPECT_EQ(story.refused(command::TakenOutside{story.now()}), ErrorCode::kConflict) << "CREATING";
  story.check(OperationStatus::Kind::kSucceeded);
  story.revoke_own(kFirst);
  EXPECT_EQ(story.refused(command::TakenOutside{story.now() + minutes(10)}), ErrorCode::kConflict) << "DELETING";
}

TEST(TakeStandingTest, AnAdministratorsOrderTakesWhatNobodyHasLookedAt) {
  Story story(aws_rules());
  story.tell(command::TakeStanding{"INC-12"}, administrator());
  EXPECT_EQ(story.state(), AS::kDeleting);
  EXPECT_THAT(story.last_actions(), ElementsAre("assignment.taken"));
  story.remove();
  EXPECT_EQ(story.state(), AS::kAbsent);
  EXPECT_EQ(story.next().kind, NextAction::Kind::kLook) << "one more look is due when it has settled";
}

TEST(TakeStandingTest, WhatALookFoundStandingIsTakenToo) {
  Story story(aws_rules());
  story.submit("r1", Risk::kLow);
  story.look(Presence::kDirect);
  ASSERT_EQ(story.state(), AS::kStanding);
  story.tell(command::TakeStanding{"INC-12"}, administrator());
  EXPECT_EQ(story.state(), AS::kDeleting);
}

TEST(TakeStandingTest, WhatIsGivenAfterwardsIsStandingAgain) {
  Story story(aws_rules());
  story.tell(command::TakeStanding{"INC-12"}, administrator());
  story.remove();
  story.wait_until(story.next().at);
  story.look(Presence::kAbsent);
  EXPECT_EQ(story.next().kind, NextAction::Kind::kNone);
  story.wait(minutes(1));
  const RequestId next = story.submit("r1", Risk::kLow);
  story.look(Presence::kDirect);
  EXPECT_EQ(story.state(), AS::kStanding);
  EXPECT_EQ(story.status(next), RS::kFailed);
}

TEST(TakeStandingTest, NothingOfOursIsTakenByThisOrder) {
  const Command take = command::TakeStanding{"INC-12"};
  Story story(aws_rules());
  story.submit("r1", Risk::kLow);
  EXPECT_EQ(story.refused(take, administrator()), ErrorCode::kConflict) << "a lease wants it";
  story.create();
  EXPECT_EQ(story.refused(take, administrator()), ErrorCode::kConflict) << "HELD";
  story.revoke_own(kFirst);
  EXPECT_EQ(story.refused(take, administrator()), ErrorCode::kConflict) << "DELETING";
  story.remove();
  EXPECT_EQ(story.refused(take, administrator()), ErrorCode::kConflict) << "ours may come back until it has settled";
}

TEST(TakeStandingTest, AWaitingRequestDoesNotStandInItsWay) {
  Story story(aws_rules());
  const RequestId pending = story.submit("r1", Risk::kHigh);
  story.tell(command::TakeStanding{"INC-12"}, administrator());
  story.remove();
  EXPECT_EQ(story.status(pending), RS::kPending);
}

}  // namespace
}  // namespace curfew::test
