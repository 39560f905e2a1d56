// Credentials that a program prints: credential_process of a profile.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/aws/credentials.h"

namespace curfew::aws {

// A command line as a POSIX shell would split it, with quotes and backslashes and nothing else: no shell ever sees it.
// Empty for quotes that do not close, and for nothing at all.
[[nodiscard]] std::optional<std::vector<std::string>> split_command(std::string_view command);

// Runs it now, for a minute at most.
[[nodiscard]] Result<Credentials> process_credentials(const std::string& command,
                                                      const std::map<std::string, std::string>& environment);

}  // namespace curfew::aws
