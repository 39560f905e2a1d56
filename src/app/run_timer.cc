#include "app/run_timer.h"

namespace curfew {

Result<Request> RunTimer::end_lease(const RequestId& id) {
  return writer_.change({.request_id = id, .actor = curfew_itself(), .decide = [&](const Request&) -> Result<Command> {
                           return command::EndLease{id};
                         }});
}

Result<Request> RunTimer::lapse(const RequestId& id) {
  return writer_.change({.request_id = id, .actor = curfew_itself(), .decide = [&](const Request&) -> Result<Command> {
                           return command::Lapse{id};
                         }});
}

std::optional<Instant> RunTimer::lease_end_of(const Request& request) {
  const bool leased = request.status == RequestStatus::kGranting || request.status == RequestStatus::kActive;
  if (!leased || !request.expires_at) return std::nullopt;
  return Instant(*request.expires_at);
}

std::optional<Instant> RunTimer::lapse_of(const Request& request) const {
  if (request.status != RequestStatus::kPending) return std::nullopt;
  return Instant(request.requested_at + writer_.rules().pending_lapse);
}

}  // namespace curfew
