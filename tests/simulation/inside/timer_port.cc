#include "simulation/inside/timer_port.h"

#include <chrono>

namespace curfew::simulation {

using std::chrono::minutes;
using std::chrono::seconds;

Result<std::string> WiredTimer::set(const LeaseEnd& end, Instant claimed_at) {
  if (wire_.strikes(Fault::kServerStalls)) {
    wire_.note("stalls", "between claim and call");
    wire_.air().scheduler.sleep(wire_.air().dice.between(seconds(20), seconds(400)));
  }
  return wire_.act("timer.set", wire_.air().center_latency, [&]() -> Result<std::string> {
    auto arn = timer_.set(end, claimed_at);
    if (arn && wire_.strikes(Fault::kScheduleLosesAnswer)) return wire_.unavailable("timer.set", Effect::kMaybe);
    wire_.note("timer.set", arn ? *arn : arn.error().log_text);
    return arn;
  });
}

Status WiredTimer::remove(const RequestId& request, const std::string& /*arn*/) {
  return wire_.act("timer.remove", wire_.air().center_latency, [&]() -> Status {
    const Status removed = timer_.remove(request);
    if (removed && wire_.strikes(Fault::kScheduleLosesAnswer)) {
      return wire_.unavailable("timer.remove", Effect::kMaybe);
    }
    wire_.note("timer.remove", removed ? "done" : removed.error().log_text);
    return removed;
  });
}

// A signature's life, and what two clocks differ by.
Millis WiredTimer::settle() const { return minutes(6); }

}  // namespace curfew::simulation
