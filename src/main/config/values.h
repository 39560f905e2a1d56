// Durations as people write them, and a hint for whoever mistyped a word. Pure. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace curfew::config {

// " Did you mean "x"?" for the nearest of `words`, or nothing when none is near.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& words);

// Empty unless `text` is a whole number with one of the units ms, s, m, h, d that fits.
[[nodiscard]] std::optional<Millis> parse_duration(std::string_view text);
// The shortest exact spelling: "8h".
[[nodiscard]] std::string to_text(Millis duration);

}  // namespace curfew::config
