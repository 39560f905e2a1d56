// The role of a container, from the address that ECS, EKS Pod Identity or Greengrass puts into its environment.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
#pragma once

#include "adapters/aws/credentials.h"
#include "adapters/aws/http_client.h"
#include "adapters/aws/variables.h"

namespace curfew::aws {

[[nodiscard]] bool has_container_credentials(const Variables& variables);

// Asks now. Errors: kConfiguration for an address that a token must not be sent to, or a token file that cannot be
// read; kUnavailable when the service does not answer well.
[[nodiscard]] Result<Credentials> container_credentials(const Variables& variables, HttpClient& http);

}  // namespace curfew::aws
