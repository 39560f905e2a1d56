#include "simulation/outside/revocation_timer.h"

#include <algorithm>
#include <chrono>

namespace curfew::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
constexpr Millis kSignatureLife = minutes(5);

std::unexpected<Error> no_answer(const char* cause) { return fail(ErrorCode::kUnavailable, "Not now.", cause); }

}  // namespace

Result<std::string> SimulatedTimer::set(const LeaseEnd& end, Instant signed_at) {
  if (std::chrono::abs(scheduler_.now() - signed_at) > kSignatureLife) return no_answer("Signature expired");
  if (faults_.strikes(Fault::kScheduleFails)) return no_answer("ThrottlingException");
  const bool too_late = Instant(end.at) <= scheduler_.now();
  if (too_late) marks_.reach("rare: a timer outside is set too late and never calls");
  stood_.insert(end.request_id);
  timers_.try_emplace(end.request_id, too_late ? std::nullopt : std::optional(moment_of_call(end.at)));
  return "arn:aws:scheduler:us-east-1:533267321107:schedule/jit/revoke-" + end.request_id.str();
}

Status SimulatedTimer::remove(const RequestId& request) {
  if (faults_.strikes(Fault::kScheduleFails)) return no_answer("ThrottlingException");
  if (timers_.erase(request) > 0) observers_.removed(request);
  return {};
}

void SimulatedTimer::catch_up() {
  while (true) {
    const auto due = std::ranges::find_if(
        timers_, [&](const auto& entry) { return entry.second && *entry.second <= scheduler_.now(); });
    if (due == timers_.end()) return;
    const RequestId request = due->first;
    if (faults_.strikes(Fault::kScheduleTwice)) {
      due->second = scheduler_.now() + dice_.between(seconds(1), minutes(5));
    } else {
      timers_.erase(due);
    }
    observers_.calls(request);
  }
}

std::set<RequestId> SimulatedTimer::standing() const {
  std::set<RequestId> requests;
  for (const auto& [request, at] : timers_) requests.insert(request);
  return requests;
}

Instant SimulatedTimer::moment_of_call(Seconds at) {
  return Instant(std::chrono::ceil<minutes>(at)) + dice_.between(Millis(0), seconds(59));
}

}  // namespace curfew::simulation
