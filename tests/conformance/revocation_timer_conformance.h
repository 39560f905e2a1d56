// What every timer behind ports/revocation_timer.h has to do, as one suite of tests. An adapter joins by instantiating
// it with a world of its own:
//
//   INSTANTIATE_TEST_SUITE_P(EventBridge, RevocationTimerConformance, testing::Values(NamedTimerWorld{…}),
//                            timer_world_name);
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ports/revocation_timer.h"

namespace curfew::conformance {

// The timers of one Curfew, none at first, and whoever is called by them.
class RevocationTimerWorld {
 public:
  virtual ~RevocationTimerWorld() = default;

  [[nodiscard]] virtual RevocationTimer& timer() = 0;
  [[nodiscard]] virtual Instant now() const = 0;

  struct TimerCall {
    Instant at;
    std::string input;  // JSON: what the callee is told
  };
  // Time passes until `at`: the calls that were due meanwhile, in order.
  [[nodiscard]] virtual std::vector<TimerCall> pass_until(Instant at) = 0;
  // The process that set the timers dies and comes back.
  virtual void restart() = 0;
};

struct NamedTimerWorld {
  std::string name;
  std::function<std::unique_ptr<RevocationTimerWorld>()> make;
};

[[nodiscard]] inline std::string timer_world_name(const testing::TestParamInfo<NamedTimerWorld>& info) {
  return info.param.name;
}

class RevocationTimerConformance : public testing::TestWithParam<NamedTimerWorld> {
 protected:
  RevocationTimerConformance() : world_(GetParam().make()) {}

  // Sets the timer of a request, and fails the test when it cannot be set. Its ARN.
  std::string set(const RequestId& request, Seconds at);
  void remove(const RequestId& request, const std::string& arn);
  // The requests whose timers call until then.
  [[nodiscard]] std::vector<RequestId> called_until(Seconds at);
  [[nodiscard]] Seconds in(std::chrono::seconds time) const { return floor_seconds(world_->now()) + time; }

  std::unique_ptr<RevocationTimerWorld> world_;
};

}  // namespace curfew::conformance
