// Credentials as the metadata services and credential processes write them: a JSON object. Pure.
#pragma once

#include <string>
#include <string_view>

#include "adapters/aws/credentials.h"

namespace curfew::aws {

// `token_member` is "Token" or "SessionToken". Errors: kUnavailable when `document` is something else; they repeat none
// of it.
[[nodiscard]] Result<Credentials> credentials_in(std::string_view document, std::string_view token_member,
                                                 const std::string& source);

}  // namespace curfew::aws
