// Credentials from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and
// AWS_CREDENTIAL_EXPIRATION. They never change while the process runs.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "adapters/aws/credentials.h"

namespace curfew::aws {

// Null when AWS_ACCESS_KEY_ID is not set.
[[nodiscard]] std::unique_ptr<CredentialSource> environment_credentials(
    const std::map<std::string, std::string>& environment);

}  // namespace curfew::aws
