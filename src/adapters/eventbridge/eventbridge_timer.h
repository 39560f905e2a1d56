// Timers in EventBridge Scheduler: one one-time schedule for each request, which is gone once it has run. What it calls
// is told which request is meant by its input: docs/formats.md.
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
//
// A timer that the earlier deployment set, as a schedule or as a rule of EventBridge, is taken away all the same; its
// ARN tells which it is. Owned by src/main. Safe for use by many threads.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <utility>

#include "adapters/aws/caller.h"
#include "adapters/eventbridge/timer_place.h"
#include "ports/revocation_timer.h"

namespace curfew::eventbridge {

struct TimerSettings {
  std::string group;       // the schedules' group; it has to exist
  std::string target_arn;  // what they call: a Lambda function
  std::string role_arn;    // what allows EventBridge Scheduler to call it
};

class EventBridgeTimer final : public RevocationTimer {
 public:
  // `caller` must outlive this.
  EventBridgeTimer(TimerSettings settings, aws::Caller& caller) : settings_(std::move(settings)), caller_(caller) {}

  [[nodiscard]] Result<std::string> set(const LeaseEnd& end, Instant claimed_at) override;
  [[nodiscard]] Status remove(const RequestId& request, const std::string& arn) override;
  [[nodiscard]] Millis settle() const override;

 private:
  [[nodiscard]] Result<std::string> set_to(const aws::Call& update, const boost::json::object& wanted);
  [[nodiscard]] Status remove(const Schedule& schedule);
  [[nodiscard]] Status remove(const Rule& rule);
  [[nodiscard]] Error failed(const aws::Call& call, const aws::CallFailure& failure, const std::string& what) const;

  const TimerSettings settings_;
  aws::Caller& caller_;
};

}  // namespace curfew::eventbridge
