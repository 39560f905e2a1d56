// Publishes notices to an Amazon SNS topic.
// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
//
// A standard topic has no way to recognise a notice that comes twice; the attribute `notice_id` lets its subscribers do
// it. A FIFO topic (its ARN ends in ".fifo") drops a second one within five minutes by itself. One attempt a call: what
// is owed is published again by whoever owes it. Owned by src/main. Safe for use by many threads.
#pragma once

#include <string>
#include <utility>

#include "adapters/aws/caller.h"
#include "ports/notice_topic.h"

namespace curfew::sns {

class SnsTopic final : public NoticeTopic {
 public:
  // `caller` must outlive this.
  SnsTopic(std::string topic_arn, aws::Caller& caller) : topic_arn_(std::move(topic_arn)), caller_(caller) {}

  // The subject becomes what SNS takes: ASCII, on one line, less than 100 characters. So does a text of more than
  // 256 KiB. kRefusedOutside only for a notice that SNS will never take.
  [[nodiscard]] Status publish(const TopicNotice& notice) override;

 private:
  const std::string topic_arn_;
  aws::Caller& caller_;
};

// "arn:aws:sns:us-east-1:123456789012:name", with a name that SNS allows.
[[nodiscard]] bool is_topic_arn(const std::string& text);

}  // namespace curfew::sns
