// Examines the instance of IAM Identity Center and its identity store: that they are there and belong together, and
// that Curfew may look people up, list assignments and follow operations. Nothing is made: whether it may create and
// delete is shown by a grant alone, for AWS does not say whether it looks at rights or at ids first.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/aws/examiner.h"
#include "ports/examination.h"

namespace curfew::identity_center {

class InstanceExamination final : public Examination {
 public:
  // `caller` must outlive this.
  InstanceExamination(aws::Caller& caller, std::string instance_arn, std::string identity_store_id)
      : caller_(caller), instance_arn_(std::move(instance_arn)), identity_store_id_(std::move(identity_store_id)) {}

  [[nodiscard]] std::string part() const override { return "identity_center"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  void look_at_instance(aws::Examiner& examiner) const;
  void look_people_up(aws::Examiner& examiner) const;
  void follow_operations(aws::Examiner& examiner) const;

  aws::Caller& caller_;
  const std::string instance_arn_;
  const std::string identity_store_id_;
};

}  // namespace curfew::identity_center
