#include "adapters/sns/sns_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/aws/scripted_caller.h"

namespace curfew::sns {
namespace {

constexpr const char* kTopic = "arn:aws:sns:us-east-1:123456789012:curfew";

// Answers as SNS does: in XML, or not at all.
class Topic final : public aws::Caller {
 public:
  aws::CallResult call(const aws::Call& call) override {
    operations.push_back(call.operation + "?" + call.body);
    return answer;
  }
  aws::CallResult answer = aws::Answer{.body = "<GetTopicAttributesResponse/>"};
  std::vector<std::string> operations;
};

class SnsExaminationTest : public testing::Test {
 protected:
  std::vector<Diagnosis> examine() { return SnsExamination(topic_, kTopic).examine(); }
  Topic topic_;
};

TEST_F(SnsExaminationTest, ATopicThatIsThereIsToldNothing) {
  const auto told = examine();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].health, Health::kWorks);
  EXPECT_EQ(told[1].health, Health::kUnproved);
  EXPECT_EQ(topic_.operations, std::vector<std::string>{
                                   "GetTopicAttributes?TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A123456789012%3Acurfew"});
}

TEST_F(SnsExaminationTest, ATopicThatIsNotThere) {
  topic_.answer = std::unexpected(aws::CallFailure{.kind = aws::FailureKind::kRefused, .code = "NotFound"});
  EXPECT_EQ(examine().at(0).health, Health::kBroken);
  EXPECT_THAT(examine().at(0).remedy, testing::HasSubstr("notices.sns_topic_arn"));
}

TEST_F(SnsExaminationTest, WhatIsNoAnswerOfSns) {
  topic_.answer = aws::Answer{.body = "hello"};
  EXPECT_EQ(examine().at(0).health, Health::kBroken);
}

TEST_F(SnsExaminationTest, WhoDoesNotAnswerIsSaidToBeAwayAndNothingElse) {
  topic_.answer =
      std::unexpected(aws::CallFailure{.kind = aws::FailureKind::kNotSent, .message = "connection refused"});
  EXPECT_EQ(examine().size(), 1U);
}

}  // namespace
}  // namespace curfew::sns
