#include "adapters/sns/sns_topic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace curfew::sns {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kTopic = "arn:aws:sns:us-east-1:123456789012:notices";

// Keeps the forms that it was given, and answers as it is told.
class OneAnswer final : public aws::Caller {
 public:
  [[nodiscard]] aws::CallResult call(const aws::Call& call) override {
    forms.push_back(call.body);
    attempts = call.attempts;
    return answer;
  }
  aws::CallResult answer = aws::Answer{
      .body = "<PublishResponse><PublishResult><MessageId>94f2</MessageId></PublishResult></PublishResponse>"};
  std::vector<std::string> forms;
  int attempts = 0;
};

class SnsTopicTest : public testing::Test {
 protected:
  static TopicNotice notice() {
    return {.id = "request-1",
            .subject = "Approval required",
            .text = "Ada asks for access.\n",
            .attributes = {{"event", "approval_required"}, {"empty", ""}}};
  }
  std::string form(const TopicNotice& of, const std::string& topic = kTopic) {
    EXPECT_TRUE(SnsTopic(topic, caller_).publish(of));
    return caller_.forms.back();
  }
  Error refusal(const std::string& code, const std::string& message = "") {
    caller_.answer = std::unexpected(aws::CallFailure{
        .kind = aws::FailureKind::kRefused, .code = code, .message = message, .status = 400, .effect = Effect::kNone});
    return SnsTopic(kTopic, caller_).publish(notice()).error();
  }

  OneAnswer caller_;
};

TEST_F(SnsTopicTest, ANoticeIsPublishedWithItsAttributesInOneAttempt) {
  EXPECT_EQ(form(notice()),
            "TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A123456789012%3Anotices&Subject=Approval%20required&"
            "Message=Ada%20asks%20for%20access.%0A&MessageAttributes.entry.1.Name=notice_id&"
            "MessageAttributes.entry.1.Value.DataType=String&MessageAttributes.entry.1.Value.StringValue=request-1&"
            "MessageAttributes.entry.2.Name=event&MessageAttributes.entry.2.Value.DataType=String&"
            "MessageAttributes.entry.2.Value.StringValue=approval_required");
  EXPECT_EQ(caller_.attempts, 1);
}

TEST_F(SnsTopicTest, ASubjectIsOneShortLineOfAscii) {
  TopicNotice odd = notice();
  odd.subject = " \t\xE2\x9C\x93 Zugriff f\xC3\xBCr Ada\r\nBcc: x";
  EXPECT_THAT(form(odd), HasSubstr("&Subject=Zugriff%20f%3Fr%20Ada%20%20Bcc%3A%20x&"));
  odd.subject = std::string(200, 's');
  EXPECT_THAT(form(odd), HasSubstr("&Subject=" + std::string(99, 's') + "&"));
  odd.subject = "\n";
  EXPECT_THAT(form(odd), Not(HasSubstr("Subject=")));
}

TEST_F(SnsTopicTest, ATextIsCutBetweenCharacters) {
  TopicNotice large = notice();
  large.text.clear();
  for (int i = 0; i < 100'000; ++i) large.text += "\xE2\x82\xAC";
  const std::string sent = form(large);
  const std::size_t begin = sent.find("Message=") + 8;
  const std::size_t encoded = sent.find('&', begin) - begin;
  EXPECT_EQ(encoded % 9, 0U);  // "%E2%82%AC"
  EXPECT_LE(encoded / 3, 256U * 1024U);
  EXPECT_GT(encoded / 3, 249U * 1024U);
}

TEST_F(SnsTopicTest, AFifoTopicRecognisesANoticeThatComesAgain) {
  const std::string first = form(notice(), std::string(kTopic) + ".fifo");
  EXPECT_THAT(first, AllOf(HasSubstr("&MessageDeduplicationId="), HasSubstr("&MessageGroupId=")));
  EXPECT_EQ(form(notice(), std::string(kTopic) + ".fifo"), first);
  EXPECT_THAT(form(notice()), Not(HasSubstr("MessageDeduplicationId")));
}

TEST_F(SnsTopicTest, WhatCanBeMendedIsTriedAgain) {
  for (const char* code : {"NotFound", "AuthorizationError", "KMSAccessDenied", "InternalError", "Throttled"}) {
    EXPECT_EQ(refusal(code).code, ErrorCode::kUnavailable) << code;
  }
  EXPECT_EQ(refusal("InvalidParameter", "Invalid parameter: TopicArn").code, ErrorCode::kUnavailable);
  EXPECT_THAT(refusal("NotFound").public_text, HasSubstr(kTopic));
}

TEST_F(SnsTopicTest, WhatWillNeverBeTakenIsRefused) {
  EXPECT_EQ(refusal("InvalidParameter", "Invalid parameter: Message too long").code, ErrorCode::kRefusedOutside);
  EXPECT_EQ(refusal("ParameterValueInvalid").code, ErrorCode::kRefusedOutside);
}

TEST_F(SnsTopicTest, WithoutAMessageIdNobodyKnows) {
  SnsTopic topic(kTopic, caller_);
  for (const char* body :
       {"", "<ListBucketResult/>", "<PublishResponse><PublishResult><MessageId></MessageId>",
        "<PublishResponse><PublishResult><MessageId></MessageId></PublishResult></PublishResponse>"}) {
    caller_.answer = aws::Answer{.body = body};
    const Status published = topic.publish(notice());
    ASSERT_FALSE(published) << body;
    EXPECT_EQ(published.error().effect, Effect::kMaybe) << body;
  }
  caller_.answer = std::unexpected(aws::CallFailure{.kind = aws::FailureKind::kLost, .effect = Effect::kMaybe});
  EXPECT_EQ(topic.publish(notice()).error().effect, Effect::kMaybe);
}

TEST(SnsTopicArn, IsRecognised) {
  EXPECT_TRUE(is_topic_arn(kTopic));
  EXPECT_TRUE(is_topic_arn("arn:aws-us-gov:sns:us-gov-west-1:123456789012:Notices_1.fifo"));
  for (const char* text : {"", "notices", "arn:aws:sqs:us-east-1:123456789012:notices",
                           "arn:aws:sns:us-east-1:123456789012:notices:8a21d249-4329", "arn:aws:sns:::x"}) {
    EXPECT_FALSE(is_topic_arn(text)) << text;
  }
}

}  // namespace
}  // namespace curfew::sns
