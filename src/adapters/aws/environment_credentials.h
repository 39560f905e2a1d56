// Credentials from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and
// AWS_CREDENTIAL_EXPIRATION. They never change while the process runs.
#pragma once

#include "adapters/aws/credentials.h"
#include "adapters/aws/variables.h"

namespace curfew::aws {

[[nodiscard]] bool has_environment_credentials(const Variables& variables);

// Errors: kConfiguration for half a set of them.
[[nodiscard]] Result<Credentials> environment_credentials(const Variables& variables);

}  // namespace curfew::aws
