// What the calls that change a request answer. 202 while something is still to come (a decision, or AWS's work), 200
// once nothing is; `status` and `message` say what it came to. Pure.
#pragma once

#include "app/caller.h"
#include "domain/request.h"
#include "entry/http/message.h"

namespace curfew::http {

// AWS has something to do for the request: GRANTING or REVOKING.
[[nodiscard]] bool is_at_work(RequestStatus status);

[[nodiscard]] HttpResponse submit_answer(const Request& request, const Caller& caller);
[[nodiscard]] HttpResponse decision_answer(const Request& request, const Caller& caller);
// Of revocations and cancellations.
[[nodiscard]] HttpResponse revocation_answer(const Request& request, const Caller& caller);

}  // namespace curfew::http
