// Examines the SNS topic for notices: that it is there. Publishes nothing, so that the right to publish stays unproved.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "ports/examination.h"

namespace curfew::sns {

class SnsExamination final : public Examination {
 public:
  // `caller` must outlive this.
  SnsExamination(aws::Caller& caller, std::string topic_arn) : caller_(caller), topic_arn_(std::move(topic_arn)) {}

  [[nodiscard]] std::string part() const override { return "notices"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  aws::Caller& caller_;
  const std::string topic_arn_;
};

}  // namespace curfew::sns
