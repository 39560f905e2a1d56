// Durations as ISO 8601 writes them and AWS's session durations are given: "PT1H", "PT90M", "P1DT2H". Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace curfew {

// Weeks, days, hours, minutes and whole seconds. Empty for anything else, and for what is longer than a century: years
// and months, which have no fixed length, fractions, and signs among it.
[[nodiscard]] std::optional<std::chrono::seconds> iso_duration(std::string_view text);

}  // namespace curfew
