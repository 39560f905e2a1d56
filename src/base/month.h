// Months of the calendar, in UTC. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace curfew {

using Month = std::chrono::year_month;

// "2026-11", from 1970-01 to 9999-12; empty for any other text.
[[nodiscard]] std::optional<Month> month_from(std::string_view text);
[[nodiscard]] std::string to_text(Month month);

[[nodiscard]] Month month_of(Seconds at);
[[nodiscard]] Seconds begin_of(Month month);  // its first second; its end is the begin of the next one

}  // namespace curfew
