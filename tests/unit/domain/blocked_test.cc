// What AWS refuses to take away: BLOCKED, how it is told, and how it ends.
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

void refuse_deletion(Story& story, int times) {
  for (int i = 0; i < times; ++i) {
    story.wait_until(story.next().at);
    story.ask_fails(AskFailure::kRefused);
  }
}

Story blocked_story() {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  refuse_deletion(story, 3);
  return story;
}

const RequestId kFirst("r1");

TEST(BlockedTest, BlockedAfterRefusalsStaysRevokingWithTheCauseShown) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  refuse_deletion(story, 2);
  EXPECT_EQ(story.state(), AS::kDeleting);
  refuse_deletion(story, 1);
  EXPECT_EQ(story.state(), AS::kBlocked);
  EXPECT_THAT(story.last_actions(), ElementsAre("assignment.blocked", "access.blocked"));
  EXPECT_EQ(story.status(kFirst), RS::kRevoking);
  EXPECT_THAT(story.request(kFirst).trouble, HasSubstr("AWS's words"));
}

TEST(BlockedTest, ADeletionThatFailsAgainAndAgainBlocksToo) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  for (int i = 0; i < 3; ++i) {
    story.wait_until(story.next().at);
    if (story.next().kind == NextAction::Kind::kLook) story.look(Presence::kDirect);
    story.ask("delete");
    story.check(OS::kFailed, "principal is gone");
  }
  EXPECT_EQ(story.state(), AS::kBlocked);
  EXPECT_THAT(story.request(kFirst).trouble, HasSubstr("principal is gone"));
}

TEST(BlockedTest, TriesGoOnWithinAQuarterOfAnHourAndAlarmOnce) {
  Story story = blocked_story();
  const std::int64_t version = story.request(kFirst).version;
  for (int i = 0; i < 20; ++i) {
    EXPECT_LE(story.next().at, story.now() + minutes(15));
    EXPECT_GT(story.next().at, story.now() + seconds(2));
    refuse_deletion(story, 1);
    EXPECT_THAT(story.last_actions(), ElementsAre());
  }
  EXPECT_EQ(story.next().at, story.now() + minutes(15));
  EXPECT_EQ(story.request(kFirst).version, version);
}

TEST(BlockedTest, ADeletionThatWorksAfterAllEndsIt) {
  Story story = blocked_story();
  story.wait_until(story.next().at);
  story.remove();
  EXPECT_EQ(story.state(), AS::kAbsent);
  EXPECT_EQ(story.status(kFirst), RS::kRevoked);
  EXPECT_EQ(story.request(kFirst).trouble, "");
  EXPECT_EQ(story.request(kFirst).failure, "");
}

TEST(BlockedTest, NothingNewIsGrantedUntilItIsSettled) {
  Story story = blocked_story();
  const RequestId low = story.draft("low", Risk::kLow);
  EXPECT_EQ(story.refused(command::Submit{low}, alice()), ErrorCode::kAssignmentBlocked);
  const RequestId high = story.submit("high", Risk::kHigh);
  EXPECT_EQ(story.refused(command::Approve{high, "", minutes(60)}, manager_mary()), ErrorCode::kAssignmentBlocked);
  story.tell(command::Deny{high, "it is blocked"}, manager_mary());
}

TEST(BlockedTest, ALeaseThatWaitedWhenItBlockedFailsInTheEndWithItsOwnReason) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  const RequestId waiting = story.submit("r2", Risk::kLow);
  refuse_deletion(story, 3);
  EXPECT_EQ(story.status(waiting), RS::kGranting);
  story.wait(minutes(10));
  refuse_deletion(story, 1);
  EXPECT_EQ(story.status(waiting), RS::kRevoking);
  EXPECT_THAT(story.request(waiting).trouble, HasSubstr("AWS refuses"));
  story.wait_until(story.next().at);
  story.remove();
  EXPECT_EQ(story.status(waiting), RS::kFailed);
  EXPECT_THAT(story.request(waiting).failure, HasSubstr("in time"));
}

TEST(BlockedTest, WhyAGrantFailedIsNotForgottenWhenItsCleaningUpIsBlocked) {
  Story story(aws_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.look(Presence::kAbsent);
  story.ask("create");
  story.check(OS::kFailed, "internal error");
  story.look(Presence::kDirect);
  refuse_deletion(story, 3);
  EXPECT_THAT(story.request(id).failure, HasSubstr("internal error"));
  EXPECT_THAT(story.request(id).trouble, HasSubstr("AWS's words"));
  story.wait_until(story.next().at);
  story.remove();
  EXPECT_EQ(story.status(id), RS::kFailed);
  EXPECT_THAT(story.request(id).failure, HasSubstr("internal error"));
}

TEST(ReleaseTest, AnAdministratorClosesItWithAReason) {
  Story story = blocked_story();
  story.tell(command::Release{"the account is closed"}, administrator());
  EXPECT_EQ(story.state(), AS::kUnknown);
  EXPECT_EQ(story.status(kFirst), RS::kRevoked);
  EXPECT_EQ(story.request(kFirst).failure, "Released by root: the account is closed");
  EXPECT_THAT(story.last_actions(), ElementsAre("assignment.released", "access.revoked"));
  EXPECT_EQ(story.next().kind, NextAction::Kind::kNone);
}

TEST(ReleaseTest, WhoStillWaitedFails) {
  Story story(aws_rules());
  story.revoke_own(story.active("r1"));
  const RequestId waiting = story.submit("r2", Risk::kLow);
  refuse_deletion(story, 3);
  story.tell(command::Release{"the account is closed"}, administrator());
  EXPECT_EQ(story.status(waiting), RS::kFailed);
}

TEST(ReleaseTest, WhatIsStillThereAfterwardsIsTakenAsStanding) {
  Story story = blocked_story();
  story.tell(command::Release{"we keep it"}, administrator());
  const RequestId next = story.submit("r2", Risk::kLow);
  story.look(Presence::kDirect);
  EXPECT_EQ(story.state(), AS::kStanding);
  EXPECT_EQ(story.status(next), RS::kFailed);
}

TEST(ReleaseTest, ADeletionThatStillRunsKeepsTheNextGrantWaiting) {
  Story story = blocked_story();
  story.wait_until(story.next().at);
  story.ask("deletion");
  const Instant asked_at = story.now();
  story.tell(command::Release{"the user is back"}, administrator());
  const RequestId next = story.submit("r2", Risk::kLow);
  EXPECT_EQ(story.next().at, asked_at + kAwsSettle);
  story.wait_until(story.next().at);
  story.create();
  EXPECT_EQ(story.status(next), RS::kActive);
}

TEST(ReleaseTest, WhatWasOrderedTakenIsReleasedThoughNobodyWaitsForIt) {
  Story story(aws_rules());
  story.tell(command::TakeStanding{"INC-12"}, administrator());
  refuse_deletion(story, 3);
  ASSERT_EQ(story.state(), AS::kBlocked);
  ASSERT_FALSE(story.owed().empty()) << "it is tried again";
  story.tell(command::Release{"the user was deleted"}, administrator());
  EXPECT_EQ(story.state(), AS::kUnknown);
  EXPECT_THAT(story.last_actions(), ElementsAre("assignment.released"));
  EXPECT_EQ(story.next().kind, NextAction::Kind::kNone);
  EXPECT_TRUE(story.owed().empty());
}

TEST(ReleaseTest, OnlyWhatIsBlockedCanBeReleased) {
  Story story;
  const Command release = command::Release{"no"};
  EXPECT_EQ(story.refused(release, administrator()), ErrorCode::kConflict);
  story.active("r1");
  EXPECT_EQ(story.refused(release, administrator()), ErrorCode::kConflict);
  story.revoke_all(kFirst);
  EXPECT_EQ(story.refused(release, administrator()), ErrorCode::kConflict);
}

}  // namespace
}  // namespace curfew::test
