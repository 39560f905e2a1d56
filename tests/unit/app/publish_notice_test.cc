#include "app/publish_notice.h"

#include "app_test.h"

namespace curfew::test {
namespace {

const Error kTopicIsDown{.code = ErrorCode::kUnavailable, .public_text = "", .log_text = "connection refused"};
const Error kAnswerLost{
    .code = ErrorCode::kUnavailable, .public_text = "", .log_text = "timed out", .effect = Effect::kMaybe};
const Error kTooOdd{.code = ErrorCode::kRefusedOutside, .public_text = "", .log_text = "InvalidParameter"};

class PublishNoticeTest : public AppTest {
 protected:
  Request waiting() { return world_.submit(World::high_risk(world_.ada)); }
};

TEST_F(PublishNoticeTest, TheTopicHearsOfARequestThatWaitsOnce) {
  const Request request = waiting();
  world_.run_for(minutes(30));
  EXPECT_EQ(world_.topic.count(request.id), 1);
  EXPECT_EQ(world_.metrics.value("curfew_topic_notices_total{result=published}"), 1);
}

TEST_F(PublishNoticeTest, NothingIsSaidOfWhatNeedsNoDecision) {
  world_.granted(world_.ada);
  world_.run_for(minutes(5));
  EXPECT_EQ(world_.topic.tries(), 0);
}

TEST_F(PublishNoticeTest, ATopicThatFailsIsTriedAgainAndHoldsUpNoMail) {
  world_.topic.fail_next(kTopicIsDown, 3);
  const Request request = waiting();
  world_.run_for(seconds(1));
  EXPECT_EQ(world_.topic.count(request.id), 0);
  EXPECT_EQ(world_.mailer.count(LetterKind::kApprovalRequired, "mia@example.com", request.id), 1);
  world_.run_for(minutes(5));
  EXPECT_EQ(world_.topic.count(request.id), 1);
  EXPECT_EQ(world_.topic.tries(), 4);
}

TEST_F(PublishNoticeTest, MailThatFailsHoldsUpNoTopic) {
  world_.mailer.fail_next(kTopicIsDown, 50);
  world_.approvers.answer(false);
  const Request request = waiting();
  world_.run_for(seconds(1));
  EXPECT_EQ(world_.topic.count(request.id), 1);
}

TEST_F(PublishNoticeTest, ANoticeWhoseFateIsUnknownIsPublishedAgain) {
  world_.topic.fail_next(kAnswerLost);
  const Request request = waiting();
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.topic.count(request.id), 2) << "at least once";
}

TEST_F(PublishNoticeTest, ANoticeThatIsRefusedForGoodIsGivenUpLoudly) {
  world_.topic.fail_next(kTooOdd);
  const Request request = waiting();
  world_.run_for(minutes(30));
  EXPECT_EQ(world_.topic.tries(), 1);
  const auto line = world_.log.first("topic_notice_given_up");
  EXPECT_EQ(line.level, LogLevel::kError);
  EXPECT_EQ(line.fields.at("request_id"), request.id.str());
  EXPECT_EQ(world_.metrics.value("curfew_topic_notices_total{result=given_up}"), 1);
}

TEST_F(PublishNoticeTest, WhatHasBeenDecidedIsNoNewsAnyMore) {
  world_.topic.fail_next(kTopicIsDown);
  const Request request = waiting();
  world_.run_for(seconds(1));
  world_.approve(world_.mia, request.id);
  world_.run_for(minutes(30));
  EXPECT_EQ(world_.topic.count(request.id), 0);
}

TEST_F(PublishNoticeTest, ATopicThatIsConfiguredNoMoreIsOwedNothing) {
  world_.topic.fail_next(kTopicIsDown);
  const Request request = waiting();
  world_.run_for(seconds(1));
  world_.publish_notices(false);
  world_.run_for(minutes(30));
  EXPECT_EQ(world_.topic.tries(), 1);
  EXPECT_FALSE(world_.queue().work(topic_notice_work(request.id, world_.clock.now()).id).value());
  const Request another = world_.submit(World::high_risk(world_.ben));
  world_.run_for(minutes(5));
  EXPECT_EQ(world_.topic.count(another.id), 0);
}

TEST_F(PublishNoticeTest, WithATopicNobodyElseNeedBeKnown) {
  world_.approvers.set({});
  const Request request = waiting();
  world_.run_for(seconds(1));
  EXPECT_EQ(world_.topic.count(request.id), 1);
  EXPECT_FALSE(world_.queue().work(notice_work(request.id, world_.clock.now()).id).value());
}

}  // namespace
}  // namespace curfew::test
