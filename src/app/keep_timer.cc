#include "app/keep_timer.h"

#include <algorithm>
#include <string_view>

namespace curfew {
namespace {

RevocationTimer* timer_in(const TimerOutside& outside) {
  const auto* timer = std::get_if<std::reference_wrapper<RevocationTimer>>(&outside);
  return timer == nullptr ? nullptr : &timer->get();
}

std::string_view word_of(bool succeeded) { return succeeded ? "ok" : "failed"; }

}  // namespace

KeepTimer::KeepTimer(TransitionWriter& writer, const TimerOutside& timer, Log& log, Metrics& metrics)
    : writer_(writer), timer_(timer_in(timer)), log_(log), metrics_(metrics) {}

Status KeepTimer::operator()(const OwedWork& work, const Claim& claim) {
  const auto scene = writer_.load(work.request_id);
  if (!scene) return fail(scene.error());
  const Request& request = *std::ranges::find(scene->requests, work.request_id, &Request::id);
  const Lease* lease = find_lease(scene->assignment, request.id);
  if (lease == nullptr || lease->over) return remove(request, claim);
  // The timer of the deployment before would end what other leases may hold by then.
  if (was_given_before(request)) return remove(request, claim);
  if (!lease->awaits_timer) return settle(*scene, work, claim);
  if (timer_ == nullptr) return tell(request.id, command::TimerNotNeeded{request.id});
  if (writer_.now() >= latest_grant(*lease)) return give_up(work);
  return set(request, *lease, claim);
}

Status KeepTimer::set(const Request& request, const Lease& lease, const Claim& claim) {
  const auto arn = timer_->set({.request_id = request.id, .access = request.access, .at = lease.end}, claim.claimed_at);
  metrics_.count("curfew_outside_calls_total", {{"call", "set_timer"}, {"result", word_of(arn.has_value())}});
  if (!arn) return fail(arn.error());
  return tell(request.id, command::TimerSet{.request = request.id, .schedule_arn = *arn});
}

Status KeepTimer::give_up(const OwedWork& work) {
  log_.error("timer_not_set", {{"request_id", work.request_id.str()}, {"cause", work.last_error}});
  return tell(work.request_id, command::TimerFailed{.request = work.request_id, .cause = work.last_error});
}

Status KeepTimer::remove(const Request& request, const Claim& claim) {
  Step step{.under = claim};
  const Instant asked_at = writer_.now();
  if (timer_ != nullptr) {
    const auto removed = timer_->remove(request.id, request.schedule_arn);
    metrics_.count("curfew_outside_calls_total", {{"call", "remove_timer"}, {"result", word_of(removed.has_value())}});
    if (!removed) return fail(removed.error());
  }
  const Instant settled = all_settled(request);
  if (asked_at < settled) {
    step.owed.push_back(timer_work(request.id, settled));
  } else {
    step.settled.push_back(timer_work(request.id, settled).id);
  }
  const auto outcome = writer_.ledger().commit(step);
  return outcome ? Status{} : fail(outcome.error());
}

Instant KeepTimer::all_settled(const Request& request) const {
  if (timer_ == nullptr || !request.decision || !request.expires_at) return Instant::min();
  const Seconds last_set = std::min(*request.expires_at, request.decision->at + writer_.rules().granting_limit);
  return Instant(last_set) + timer_->settle();
}

Status KeepTimer::settle(const Scene& scene, const OwedWork& work, const Claim& claim) {
  const auto stored = writer_.store(scene, {.after = scene, .settled = {work.id}}, {.under = claim});
  return stored ? Status{} : fail(stored.error());
}

Status KeepTimer::tell(const RequestId& request, const Command& command) {
  const auto told = writer_.change({.request_id = request,
                                    .actor = curfew_itself(),
                                    .decide = [&](const Request&) -> Result<Command> { return command; }});
  return told ? Status{} : fail(told.error());
}

}  // namespace curfew
