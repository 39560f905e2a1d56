#include "conformance/mailer_conformance.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace curfew::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

// A mail that no other is like.
Mail mail(int number, const std::string& body = "hello\r\n") {
  const std::string recipient = "user" + std::to_string(number) + "@example.com";
  return {.from = "curfew@example.com",
          .recipient = recipient,
          .message = "From: curfew@example.com\r\nTo: " + recipient + "\r\nMessage-ID: <" + std::to_string(number) +
                     "@example.com>\r\n\r\n" + body};
}

TEST_P(MailerConformance, DeliversExactlyTheBytesItWasGiven) {
  const std::string awkward =
      "\r\n.\r\n..\r\n.dot\r\nFrom the start\r\n  spaces  \r\n=20\r\n" + std::string(76, 'x') + "\r\n\r\n";
  ASSERT_TRUE(world_->mailer().send(mail(1, awkward)).has_value());
  EXPECT_THAT(world_->delivered(), ElementsAre(mail(1, awkward).message));
}

TEST_P(MailerConformance, DeliversALargeMailWhole) {
  std::string body;
  for (int line = 0; line < 5000; ++line) body += "line " + std::to_string(line) + "\r\n";
  ASSERT_TRUE(world_->mailer().send(mail(1, body)).has_value());
  EXPECT_THAT(world_->delivered(), ElementsAre(mail(1, body).message));
}

TEST_P(MailerConformance, AFailureDeliversNothingAndSaysSo) {
  world_->break_down();
  const Status sent = world_->mailer().send(mail(1));
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(sent.error().effect, Effect::kNone);
  EXPECT_FALSE(sent.error().public_text.empty());
  EXPECT_FALSE(sent.error().log_text.empty());
  world_->recover();
  EXPECT_THAT(world_->delivered(), IsEmpty());
}

TEST_P(MailerConformance, TheSameMailerDeliversAgainAfterAFailure) {
  world_->break_down();
  EXPECT_FALSE(world_->mailer().send(mail(1)).has_value());
  world_->recover();
  ASSERT_TRUE(world_->mailer().send(mail(1)).has_value());
  EXPECT_THAT(world_->delivered(), ElementsAre(mail(1).message));
}

TEST_P(MailerConformance, SendingAMailAgainHarmsNothing) {
  ASSERT_TRUE(world_->mailer().send(mail(1)).has_value());
  ASSERT_TRUE(world_->mailer().send(mail(1)).has_value());
  EXPECT_THAT(world_->delivered(), testing::Each(mail(1).message));  // once or twice, and whole
}

TEST_P(MailerConformance, ManyThreadsSendAtOnceAndEachMailArrivesOnceAndWhole) {
  constexpr int kThreads = 8;
  constexpr int kEach = 10;
  std::atomic<int> failures = 0;
  std::vector<std::string> expected;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    for (int i = 0; i < kEach; ++i) expected.push_back(mail((thread * kEach) + i).message);
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        if (!world_->mailer().send(mail((thread * kEach) + i))) ++failures;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(failures, 0);
  EXPECT_THAT(world_->delivered(), UnorderedElementsAreArray(expected));
}

}  // namespace
}  // namespace curfew::conformance
