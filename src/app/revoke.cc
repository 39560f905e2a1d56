#include "app/revoke.h"

#include "domain/policy.h"

namespace curfew {

Result<Request> Revoke::operator()(const RevokeCall& call) {
  const Identity& caller = call.caller.identity;
  if (auto ok = check_claimed_email(call.caller, call.revoker_email); !ok) return fail(ok.error());

  const auto decide = [&](const Request& request) -> Result<Command> {
    const auto own = requesters_.owns(caller, request);
    if (!own) return fail(own.error());
    if (!*own && !may_see(caller, request)) return no_such_request();
    return command::Revoke{.request = call.request_id, .every_lease = !*own};
  };
  return writer_.change({.request_id = call.request_id,
                         .actor = actor_of(call.caller, std::nullopt),
                         .caller = caller.subject,
                         .idempotency = call.idempotency,
                         .decide = decide});
}

}  // namespace curfew
