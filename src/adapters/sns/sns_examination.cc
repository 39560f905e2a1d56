#include "adapters/sns/sns_examination.h"

#include "adapters/aws/examiner.h"
#include "adapters/aws/url.h"
#include "adapters/aws/xml.h"

namespace curfew::sns {

// https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
std::vector<Diagnosis> SnsExamination::examine() {
  const std::string subject = "topic " + topic_arn_;
  aws::Examiner examiner(caller_);
  const auto heard = examiner.ask({.call = {.service = aws::service::kSns,
                                            .operation = "GetTopicAttributes",
                                            .body = "TopicArn=" + aws::percent_encoded(topic_arn_)},
                                   .subject = subject,
                                   .resource = topic_arn_,
                                   .proof = {"NotFound", "NotFoundException"},
                                   .only_to_examine = true});
  if (heard && !heard->refusal.empty()) {
    examiner.add(broken(subject, "There is none in this region and account.",
                        "Make the topic, or correct notices.sns_topic_arn."));
  } else if (heard && !aws::read_xml(heard->answer.body)) {
    examiner.add(broken(subject, "AWS's answer is none of SNS's.", "Check aws.endpoint_url."));
  } else if (heard) {
    examiner.add(works(subject, "It is there."));
  }
  if (!examiner.gave_up()) {
    examiner.add(unproved("publishing", "Only a notice shows that sns:Publish is allowed on " + topic_arn_ + "."));
  }
  return examiner.take();
}

}  // namespace curfew::sns
