// Examines Amazon SES: that the sender, or its domain, is verified, and that this account may send to anybody. Sends
// nothing, so that the right to send stays unproved.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/aws/examiner.h"
#include "ports/examination.h"

namespace curfew::ses {

class SesExamination final : public Examination {
 public:
  // `caller` must outlive this.
  SesExamination(aws::Caller& caller, std::string sender, std::string region)
      : caller_(caller), sender_(std::move(sender)), region_(std::move(region)) {}

  [[nodiscard]] std::string part() const override { return "mail"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  void look_at_sender(aws::Examiner& examiner) const;
  void look_at_account(aws::Examiner& examiner) const;
  [[nodiscard]] std::string resource_of(const std::string& identity) const;

  aws::Caller& caller_;
  const std::string sender_;
  const std::string region_;
};

}  // namespace curfew::ses
