// Reads a TOML file (https://toml.io/en/v1.0.0) into a ConfigTree. The only user of the TOML library.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "main/config/problem.h"
#include "main/config/tree.h"

namespace curfew::config {

// The problem names the path and, where there is one, the line. A file over 1 MiB is refused.
[[nodiscard]] std::expected<ConfigNode, Problem> read_toml_file(const std::filesystem::path& path);

// `source` names the text in places and problems.
[[nodiscard]] std::expected<ConfigNode, Problem> parse_toml(std::string_view text, const std::string& source);

}  // namespace curfew::config
