// The two files that AWS's tools keep profiles in. https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "adapters/aws/variables.h"
#include "base/error.h"

namespace curfew::aws {

using Profile = std::map<std::string, std::string>;  // names in lower case
using Profiles = std::map<std::string, Profile>;

// Of the configuration file, whose sections are "[default]" and "[profile x]", or of the credentials file, whose
// sections are the bare names. Sections of other kinds and nested settings are passed over. Pure.
[[nodiscard]] Profiles profiles_in(std::string_view text, bool is_config_file);

// Both files, where the environment says they are; what the credentials file says goes first. A missing file is an
// empty one. Errors: kConfiguration for one that cannot be read.
[[nodiscard]] Result<Profiles> read_profiles(const Variables& variables);

}  // namespace curfew::aws
