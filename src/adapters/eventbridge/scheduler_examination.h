// Examines EventBridge Scheduler: that the group is there, and that a schedule with this target and role can be made
// and taken away, by making one and taking it away. It is made DISABLED, so that it never fires, not even when we die
// in between; its name is always the same, so that what was left behind is in nobody's way and goes with the next run.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/aws/examiner.h"
#include "ports/clock.h"
#include "ports/examination.h"

namespace curfew::eventbridge {

struct SchedulesToExamine {
  std::string region;
  std::string group;
  std::string target_arn;
  std::string role_arn;
};

class SchedulerExamination final : public Examination {
 public:
  // Both must outlive this.
  SchedulerExamination(aws::Caller& caller, const Clock& clock, SchedulesToExamine settings)
      : caller_(caller), clock_(clock), settings_(std::move(settings)) {}

  [[nodiscard]] std::string part() const override { return "revocation_timer"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  // False where nothing can be made in it.
  [[nodiscard]] bool look_at_group(aws::Examiner& examiner) const;
  void make_and_remove(aws::Examiner& examiner) const;
  void look_at_earlier_timers(aws::Examiner& examiner) const;
  [[nodiscard]] aws::Probe probe(std::string operation, std::string method, std::string subject) const;

  aws::Caller& caller_;
  const Clock& clock_;
  const SchedulesToExamine settings_;
};

}  // namespace curfew::eventbridge
