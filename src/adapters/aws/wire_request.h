// A call as the request that goes out: headers and body by the service's protocol, and the signature. Pure.
#pragma once

#include <string>

#include "adapters/aws/caller.h"
#include "adapters/aws/credentials.h"
#include "adapters/aws/endpoint.h"
#include "adapters/aws/http_client.h"
#include "adapters/aws/sigv4.h"

namespace curfew::aws {

// `credentials` is null for a call that is not signed.
[[nodiscard]] HttpRequest wire_request(const Call& call, const Endpoint& endpoint, const Credentials* credentials,
                                       SigningKeys& keys, Instant at);

}  // namespace curfew::aws
