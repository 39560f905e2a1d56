// A record of Curfew's that a function of the deployment before has written into: it sets Status and what goes with it,
// minds no version, and leaves the rest as it was. Pure.
#pragma once

#include "base/error.h"
#include "domain/assignment.h"
#include "domain/attributes.h"
#include "domain/audit_event.h"
#include "domain/request.h"

namespace curfew {

// The record as Curfew left it, as far as that is still known: with the status of `last`, the last event of its chain,
// and the end of its lease, if there is one: just that record, where `last` vouches for it. What the other wrote is gone
// with the next change.
// kDamaged where Version and EventHash are not those of `last`, or where too little is left.
[[nodiscard]] Result<Request> request_as_left(Attributes found, const AuditEvent& last, const Lease* lease);

}  // namespace curfew
