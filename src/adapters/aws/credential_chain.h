// Finds where this process gets its credentials from.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "adapters/aws/credentials.h"

namespace curfew::aws {

// The first of the places that is set up. Reads nothing yet but the environment that it is given; a place that turns
// out to be set up badly fails, and none after it is tried: a mistake must not end in other rights.
[[nodiscard]] std::unique_ptr<CredentialSource> credential_chain(const std::map<std::string, std::string>& environment);

}  // namespace curfew::aws
