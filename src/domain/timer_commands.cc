// What became of the timer outside that a lease waits for, each about one request. The lease may be over by then: its
// end owes the removal of the timer, whether it was set or not, so nothing is left to say.
#include <string>

#include "base/check.h"
#include "domain/draft.h"

namespace curfew {
namespace {

constexpr const char* kNoTimer = "No timer that ends the access could be set in time, so nothing was granted.";

// Null when it is over.
Lease* live_lease(Draft& draft, const RequestId& id) {
  ensure(draft.request(id) != nullptr, "a scene holds the request that is spoken of");
  Lease* lease = draft.lease_of(id);
  return lease == nullptr || lease->over ? nullptr : lease;
}

// It may have waited for too long.
void stop_waiting(Draft& draft, Lease& lease) {
  lease.awaits_timer = false;
  draft.fail_late_leases();
  if (!lease.over) draft.settle(timer_work(lease.request_id, draft.now()));
}

}  // namespace

Status run(Draft& draft, const command::TimerSet& command) {
  Lease* lease = live_lease(draft, command.request);
  if (lease == nullptr) return {};
  if (lease->awaits_timer) {
    Request& request = *draft.request(command.request);
    request.schedule_arn = command.schedule_arn;
    draft.move(request, RequestStatus::kGranting, "a timer outside watches its end: " + command.schedule_arn);
  }
  stop_waiting(draft, *lease);
  return {};
}

Status run(Draft& draft, const command::TimerFailed& command) {
  const Lease* lease = live_lease(draft, command.request);
  if (lease == nullptr || !lease->awaits_timer) return {};
  if (draft.now() < latest_grant(*lease)) return {};
  draft.fail_lease(*draft.request(command.request),
                   command.cause.empty() ? kNoTimer : kNoTimer + (" " + command.cause));
  return {};
}

Status run(Draft& draft, const command::TimerNotNeeded& command) {
  Lease* lease = live_lease(draft, command.request);
  if (lease == nullptr) return {};
  stop_waiting(draft, *lease);
  return {};
}

}  // namespace curfew
