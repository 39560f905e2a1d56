// Timers outside: nothing is made for a lease, and nobody becomes ACTIVE, before the timer that watches its end is set.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.h"

namespace curfew::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using RS = RequestStatus;
using AS = AssignmentState;

bool owes_timer(const Story& story, const RequestId& id) {
  return story.owed().contains(timer_work(id, story.now()).id);
}

// An ACTIVE request whose timer is set.
RequestId active_and_timed(Story& story, const std::string& id) {
  const RequestId request = story.submit(id, Risk::kLow);
  story.timer_set(request);
  if (story.state() != AS::kHeld) story.create();
  EXPECT_EQ(story.status(request), RS::kActive);
  return request;
}

TEST(TimerCommandsTest, NothingIsAskedOfAwsBeforeTheTimerIsSet) {
  Story story(timed_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  EXPECT_EQ(story.status(id), RS::kGranting);
  EXPECT_TRUE(owes_timer(story, id));
  EXPECT_EQ(story.next().kind, NextAction::Kind::kNone);
  story.timer_set(id);
  EXPECT_THAT(story.last_actions(), ElementsAre("access.timed"));
  EXPECT_EQ(story.request(id).schedule_arn, "arn:of:r1");
  EXPECT_FALSE(owes_timer(story, id));
  EXPECT_EQ(story.next().kind, NextAction::Kind::kLook);
  story.create();
  EXPECT_EQ(story.status(id), RS::kActive);
}

TEST(TimerCommandsTest, AnApprovalWaitsForItsTimerToo) {
  Story story(timed_rules());
  const RequestId id = story.submit("r1", Risk::kHigh);
  EXPECT_FALSE(owes_timer(story, id)) << "what waits for a decision has no end yet";
  story.approve(id);
  EXPECT_TRUE(owes_timer(story, id));
  EXPECT_EQ(story.next().kind, NextAction::Kind::kNone);
}

TEST(TimerCommandsTest, AFreshLookIsUsedAndAnOldOneIsTakenAgain) {
  for (const auto& [waited, next] :
       {std::pair(seconds(5), NextAction::Kind::kAsk), {seconds(40), NextAction::Kind::kLook}}) {
    Story story(timed_rules());
    story.look(Presence::kAbsent);
    const RequestId id = story.submit("r1", Risk::kLow);
    story.wait(waited);
    story.timer_set(id);
    EXPECT_EQ(story.next().kind, next) << waited.count();
  }
}

TEST(TimerCommandsTest, NobodyBecomesActiveOnHeldAccessBeforeTheirOwnTimerIsSet) {
  Story story(timed_rules());
  active_and_timed(story, "r1");
  const RequestId second = story.submit("r2", Risk::kLow);
  EXPECT_EQ(story.status(second), RS::kGranting);
  story.timer_set(second);
  EXPECT_THAT(story.last_actions(), ElementsAre("access.timed", "access.granted"));
  EXPECT_EQ(story.status(second), RS::kActive);
}

TEST(TimerCommandsTest, ALeaseWithoutItsTimerHoldsNothing) {
  Story story(timed_rules());
  const RequestId first = active_and_timed(story, "r1");
  story.wait_until(kTestStartSecond + minutes(59));
  const RequestId second = story.submit("r2", Risk::kLow);
  story.wait(minutes(1));
  story.tell(command::EndLease{first});
  EXPECT_EQ(story.state(), AS::kDeleting);
  story.remove();
  EXPECT_EQ(story.status(first), RS::kRevoked);
  EXPECT_TRUE(story.request(first).held_by.empty());
  EXPECT_EQ(story.status(second), RS::kGranting);
  story.timer_set(second);
  story.ask("anew");
  story.check(OperationStatus::Kind::kSucceeded);
  EXPECT_EQ(story.status(second), RS::kActive);
}

TEST(TimerCommandsTest, ATimerThatCannotBeSetInTimeEndsTheRequestWithNothingAsked) {
  Story story(timed_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.wait_until(kTestStartSecond + minutes(10) - Millis(1));
  story.tell(command::TimerFailed{id, "ThrottlingException"});
  EXPECT_EQ(story.status(id), RS::kGranting) << "there is time left";
  story.wait(Millis(1));
  story.tell(command::TimerFailed{id, "ThrottlingException"});
  EXPECT_EQ(story.status(id), RS::kFailed);
  EXPECT_THAT(story.request(id).failure, HasSubstr("ThrottlingException"));
  EXPECT_EQ(story.assignment().last_asked_at, std::nullopt);
  EXPECT_TRUE(owes_timer(story, id)) << "it may stand all the same";
  EXPECT_EQ(story.letters(LetterKind::kAccessFailed), 1U);
}

TEST(TimerCommandsTest, OnHeldAccessTooItFailsAndTheOthersKeepTheirs) {
  Story story(timed_rules());
  const RequestId first = active_and_timed(story, "r1");
  const RequestId second = story.submit("r2", Risk::kLow);
  story.wait(minutes(10));
  story.tell(command::TimerFailed{second, ""});
  EXPECT_EQ(story.status(second), RS::kFailed);
  EXPECT_EQ(story.status(first), RS::kActive);
}

TEST(TimerCommandsTest, ATimerThatIsSetAfterTheEndGrantsNothing) {
  Story story(timed_rules());
  active_and_timed(story, "r1");
  const RequestId second = story.submit("r2", Risk::kLow, minutes(5));
  story.wait(minutes(5));
  story.timer_set(second);
  EXPECT_EQ(story.status(second), RS::kFailed);
  EXPECT_TRUE(owes_timer(story, second));
}

TEST(TimerCommandsTest, WhoeverEndsALeaseOwesTheRemovalOfItsTimer) {
  Story story(timed_rules());
  const RequestId waiting = story.submit("r1", Risk::kLow);
  story.revoke_own(waiting);
  EXPECT_EQ(story.status(waiting), RS::kRevoked);
  EXPECT_TRUE(owes_timer(story, waiting)) << "a call may be on its way";
  const RequestId active = active_and_timed(story, "r2");
  EXPECT_FALSE(owes_timer(story, active));
  story.wait(hours(1));
  story.tell(command::EndLease{active});
  EXPECT_TRUE(owes_timer(story, active));
}

TEST(TimerCommandsTest, ATimerThatIsSetAfterItsLeaseHasEndedIsTakenAway) {
  Story story(timed_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.revoke_own(id);
  const Transition late = story.tell(command::TimerSet{id, "arn:of:r1"});
  EXPECT_TRUE(late.events.empty() && late.settled.empty());
  EXPECT_TRUE(owes_timer(story, id));
}

TEST(TimerCommandsTest, ATimerThatIsSetTwiceIsOnRecordOnce) {
  Story story(timed_rules());
  const RequestId id = active_and_timed(story, "r1");
  EXPECT_TRUE(story.tell(command::TimerSet{id, "arn:of:r1"}).events.empty());
}

TEST(TimerCommandsTest, WhereNobodyOutsideKeepsTheTimeAnyMoreNothingWaits) {
  Story story(timed_rules());
  const RequestId id = story.submit("r1", Risk::kLow);
  story.tell(command::TimerNotNeeded{id});
  EXPECT_FALSE(owes_timer(story, id));
  EXPECT_TRUE(story.request(id).schedule_arn.empty());
  story.create();
  EXPECT_EQ(story.status(id), RS::kActive);
  story.revoke_own(id);
  EXPECT_FALSE(owes_timer(story, id));
}

// It waits for no timer, and keeps on the record which leases do.
TEST(TimerCommandsTest, WhatAnEarlierVersionGrantedMeanwhileStays) {
  Story story(timed_rules());
  const RequestId id = active_and_timed(story, "r1");
  Scene scene{.assignment = story.assignment(), .requests = {story.request(id)}};
  scene.assignment.leases.front().awaits_timer = true;
  const auto next = apply(scene, command::TimerSet{id, "arn:of:r1"}, curfew_itself(), story.now(), story.rules());
  ASSERT_TRUE(next);
  EXPECT_EQ(next->after.assignment.state, AS::kHeld);
  EXPECT_EQ(next->after.requests.front().status, RS::kActive);
  EXPECT_FALSE(next->after.assignment.leases.front().awaits_timer);
}

}  // namespace
}  // namespace curfew::test
