#include "app/send_letters.h"

#include "app_test.h"

namespace curfew::test {
namespace {

const Error kMailIsDown{.code = ErrorCode::kUnavailable, .public_text = "", .log_text = "connection refused"};
const Error kAnswerLost{
    .code = ErrorCode::kUnavailable, .public_text = "", .log_text = "timed out", .effect = Effect::kMaybe};
const Error kNoSuchMailbox{.code = ErrorCode::kRefusedOutside, .public_text = "", .log_text = "550 no such user"};

class SendLettersTest : public AppTest {
 protected:
  [[nodiscard]] int letters(LetterKind kind, const std::string& recipient, const Request& request) const {
    return world_.mailer.count(kind, recipient, request.id);
  }
};

TEST_F(SendLettersTest, ManagersAreToldThatSomethingWaitsAndTheRequesterToo) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  world_.run_for(seconds(1));
  EXPECT_EQ(letters(LetterKind::kApprovalRequired, "mia@example.com", request), 1);
  EXPECT_EQ(letters(LetterKind::kApprovalRequired, "max@example.com", request), 1);
  EXPECT_EQ(letters(LetterKind::kApprovalPending, "ada@example.com", request), 1);
  EXPECT_EQ(world_.mailer.sent().size(), 3U);
}

TEST_F(SendLettersTest, AManagerIsNotAskedToDecideTheirOwnRequest) {
  const Request request = world_.submit(World::high_risk(world_.mia));
  world_.run_for(seconds(1));
  EXPECT_EQ(letters(LetterKind::kApprovalRequired, "mia@example.com", request), 0);
  EXPECT_EQ(letters(LetterKind::kApprovalRequired, "max@example.com", request), 1);
}

TEST_F(SendLettersTest, AMailThatFailsIsTriedAgainUntilItIsSent) {
  world_.mailer.fail_next(kMailIsDown, 6);
  const Request request = world_.granted(world_.ada, 60);
  EXPECT_EQ(letters(LetterKind::kAccessGranted, "ada@example.com", request), 0);
  world_.run_for(minutes(20));
  EXPECT_EQ(letters(LetterKind::kAccessGranted, "ada@example.com", request), 1);
  EXPECT_EQ(world_.mailer.tries(), 7);
  EXPECT_EQ(world_.metrics.value("curfew_mail_total{result=failed}"), 6);
  EXPECT_EQ(world_.metrics.value("curfew_mail_total{result=sent}"), 1);
}

TEST_F(SendLettersTest, AMailWhoseFateIsUnknownIsSentAgain) {
  world_.mailer.fail_next(kAnswerLost);
  const Request request = world_.granted(world_.ada, 60);
  world_.run_for(minutes(1));
  EXPECT_EQ(letters(LetterKind::kAccessGranted, "ada@example.com", request), 2) << "at least once";
}

TEST_F(SendLettersTest, AMailThatIsRefusedForGoodIsGivenUpLoudly) {
  world_.mailer.fail_next(kNoSuchMailbox);
  const Request request = world_.granted(world_.ada, 60);
  EXPECT_EQ(world_.mailer.tries(), 1);
  const auto line = world_.log.first("mail_given_up");
  EXPECT_EQ(line.level, LogLevel::kError);
  EXPECT_EQ(line.fields.at("recipient"), "ada@example.com");
  EXPECT_EQ(line.fields.at("request_id"), request.id.str());
  EXPECT_EQ(world_.metrics.value("curfew_mail_total{result=given_up}"), 1);
}

TEST_F(SendLettersTest, OneRecipientsTroubleDoesNotKeepItFromTheOthers) {
  world_.approvers.set({"bad\naddress@example.com", "max@example.com"});
  const Request request = world_.submit(World::high_risk(world_.ada));
  world_.run_for(minutes(1));
  EXPECT_EQ(letters(LetterKind::kApprovalRequired, "max@example.com", request), 1);
  EXPECT_EQ(world_.log.count("mail_given_up"), 1);
}

TEST_F(SendLettersTest, AMailServerThatIsGoneForDaysIsWaitedFor) {
  world_.mailer.fail_next(kMailIsDown, 300);
  const Request request = world_.granted(world_.ada, 60);
  world_.run_for(hours(24 * 4));
  EXPECT_EQ(letters(LetterKind::kAccessGranted, "ada@example.com", request), 1);
}

TEST_F(SendLettersTest, ButNotForever) {
  world_.mailer.fail_next(kMailIsDown, 100'000);
  world_.submit(World::high_risk(world_.ada));
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_GE(world_.clock.now() - kTestStart, hours(24 * 5));
  EXPECT_EQ(world_.log.count("mail_given_up"), 2) << "the two letters to the requester; the notices are overtaken";
}

TEST_F(SendLettersTest, WhoeverDecidedMeanwhileNeedNotBeAskedAnyMore) {
  world_.approvers.answer(false);
  const Request request = world_.submit(World::high_risk(world_.ada));
  world_.run_for(minutes(1));
  world_.approve(world_.mia, request.id);
  world_.approvers.answer(true);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(letters(LetterKind::kApprovalRequired, "max@example.com", request), 0);
}

TEST_F(SendLettersTest, WhenManagersCannotBeListedItIsTriedAgain) {
  world_.approvers.answer(false);
  const Request request = world_.submit(World::high_risk(world_.ada));
  world_.run_for(minutes(1));
  EXPECT_EQ(letters(LetterKind::kApprovalPending, "ada@example.com", request), 1) << "the requester's letter goes out";
  world_.approvers.answer(true);
  world_.run_for(minutes(5));
  EXPECT_EQ(letters(LetterKind::kApprovalRequired, "mia@example.com", request), 1);
}

TEST_F(SendLettersTest, NobodyToAskIsNotSwallowed) {
  world_.publish_notices(false);
  world_.approvers.set({"Mia@Example.com"});
  const Request request = world_.submit(World::high_risk(world_.mia));
  world_.run_for(minutes(1));
  EXPECT_NE(world_.log.first("work_failed").fields.at("cause").find("no approver"), std::string::npos);
  world_.approvers.set({"mia@example.com", "max@example.com"});
  world_.run_for(minutes(20));
  EXPECT_EQ(letters(LetterKind::kApprovalRequired, "max@example.com", request), 1);
}

TEST_F(SendLettersTest, ADecisionIsOneLetter) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  world_.approve(world_.mia, request.id);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(letters(LetterKind::kRequestApproved, "ada@example.com", request), 1);
  EXPECT_EQ(letters(LetterKind::kAccessAutoRevoked, "ada@example.com", request), 1);
}

}  // namespace
}  // namespace curfew::test
