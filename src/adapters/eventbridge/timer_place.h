// Where the timer of a request stands: what a RevocationScheduleArn tells.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/id.h"

namespace curfew::eventbridge {

struct Schedule {  // of EventBridge Scheduler
  std::string group;
  std::string name;

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

struct Rule {       // of EventBridge: how the earlier deployment also set its timers
  std::string bus;  // empty: the default one
  std::string name;

  friend bool operator==(const Rule&, const Rule&) = default;
};

using TimerPlace = std::variant<Schedule, Rule>;

// "revoke-<request id>"
[[nodiscard]] std::string timer_name(const RequestId& request);

// "arn:aws:scheduler:<region>:<account>:schedule/<group>/<name>", "arn:aws:events:<region>:<account>:rule/<name>" or
// "…:rule/<bus>/<name>", in any partition of AWS; the schedule that Curfew sets for this request in `group` for every
// other text.
[[nodiscard]] TimerPlace timer_place(std::string_view arn, const RequestId& request, const std::string& group);

}  // namespace curfew::eventbridge
