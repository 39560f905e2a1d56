// Small files that AWS's tools share: profiles, tokens.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"

namespace curfew::aws {

// The whole of it, at most 1 MiB, without blanks and line breaks at its end. Errors: kNotFound when there is no such
// file, kConfiguration when it cannot be read.
[[nodiscard]] Result<std::string> read_text_file(const std::filesystem::path& path);

}  // namespace curfew::aws
