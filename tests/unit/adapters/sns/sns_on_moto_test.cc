// Over the wire: what a subscriber of the topic gets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <map>

#include "adapters/aws/xml.h"
#include "adapters/sns/sns_topic.h"
#include "support/aws/aws_client.h"
#include "support/aws/moto.h"
#include "support/fake_clock.h"

namespace curfew::sns {
namespace {

namespace json = boost::json;
using testing_aws::the_moto;

class SnsOnMotoTest : public testing::Test {
 protected:
  void SetUp() override {
    CURFEW_NEEDS_MOTO();
    client_ = std::make_unique<testing_aws::AwsClient>(the_moto()->url(), clock_);
    const std::string name = testing_aws::unique_name("notices");
    topic_ = text(sns("CreateTopic", "Name=" + name), "TopicArn");
    const json::object queue = sqs("CreateQueue", {{"QueueName", name}});
    inbox_ = json::value_to<std::string>(queue.at("QueueUrl"));
    const json::object attributes =
        sqs("GetQueueAttributes", {{"QueueUrl", inbox_}, {"AttributeNames", json::array{"QueueArn"}}});
    sns("Subscribe", "Protocol=sqs&TopicArn=" + topic_ +
                         "&Endpoint=" + json::value_to<std::string>(attributes.at("Attributes").at("QueueArn")));
  }

  std::string sns(const std::string& operation, const std::string& form) {
    const auto answer = client_->caller().call({.service = aws::service::kSns, .operation = operation, .body = form});
    EXPECT_TRUE(answer) << answer.error().message;
    return answer ? answer->body : "";
  }
  static std::string text(const std::string& xml, const char* path) {
    const auto elements = aws::read_xml(xml);
    return elements ? aws::xml_text(*elements, path).value_or("") : "";
  }
  static json::object sqs(const std::string& operation, const json::object& body) {
    return the_moto()->aws("sqs", "AmazonSQS." + operation, body);
  }
  // What lies in the inbox, as SNS wraps it.
  std::vector<json::object> inbox() {
    std::vector<json::object> notices;
    const json::object received = sqs("ReceiveMessage", {{"QueueUrl", inbox_}, {"MaxNumberOfMessages", 10}});
    if (const auto* messages = received.if_contains("Messages")) {
      for (const auto& message : messages->as_array()) {
        notices.push_back(json::parse(json::value_to<std::string>(message.at("Body"))).as_object());
      }
    }
    return notices;
  }

  test::FakeClock clock_;
  std::unique_ptr<testing_aws::AwsClient> client_;
  std::string topic_;
  std::string inbox_;
};

TEST_F(SnsOnMotoTest, ASubscriberGetsSubjectTextAndAttributes) {
  const std::string awkward = "line one\nF\xC3\xBCr & <b>alle</b> + 100% \"=;\n";
  ASSERT_TRUE(SnsTopic(topic_, client_->caller())
                  .publish({.id = "request-1",
                            .subject = "Approval required: Ada",
                            .text = awkward,
                            .attributes = {{"event", "approval_required"}}}));
  const auto notices = inbox();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].at("Subject"), "Approval required: Ada");
  EXPECT_EQ(json::value_to<std::string>(notices[0].at("Message")), awkward);
  EXPECT_EQ(notices[0].at("MessageAttributes").at("event").at("Value"), "approval_required");
  EXPECT_EQ(notices[0].at("MessageAttributes").at("notice_id").at("Value"), "request-1");
}

TEST_F(SnsOnMotoTest, ALongNoticeArrives) {
  ASSERT_TRUE(SnsTopic(topic_, client_->caller())
                  .publish({.id = "1", .subject = std::string(300, 's'), .text = std::string(300'000, 't')}));
  EXPECT_EQ(inbox().size(), 1U);
}

TEST_F(SnsOnMotoTest, AMissingTopicSaysSoAndMayBeMadeYet) {
  SnsTopic missing(topic_ + "-gone", client_->caller());
  const Status published = missing.publish({.id = "1", .subject = "s", .text = "t"});
  ASSERT_FALSE(published);
  EXPECT_EQ(published.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(published.error().effect, Effect::kNone);
  EXPECT_THAT(published.error().public_text, testing::HasSubstr("There is no topic"));
}

}  // namespace
}  // namespace curfew::sns
