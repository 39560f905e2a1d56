#include "app/cancel.h"

#include "domain/policy.h"

namespace curfew {

Result<Request> Cancel::operator()(const CancelCall& call) {
  const Identity& caller = call.caller.identity;
  const auto decide = [&](const Request& request) -> Result<Command> {
    const auto own = requesters_.owns(caller, request);
    if (!own) return fail(own.error());
    if (!*own && !may_see(caller, request)) return no_such_request();
    if (!*own) {
      return fail(ErrorCode::kForbidden, "Only the requester can cancel a request. You can deny or revoke it.");
    }
    return command::Cancel{call.request_id};
  };
  return writer_.change({.request_id = call.request_id,
                         .actor = actor_of(call.caller, std::nullopt),
                         .caller = caller.subject,
                         .idempotency = call.idempotency,
                         .decide = decide});
}

}  // namespace curfew
