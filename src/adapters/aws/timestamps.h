// Times as AWS writes them. Pure functions; empty for what is not of that form.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace curfew::aws {

// RFC 3339: "2025-12-06T15:30:00Z", with a fraction or an offset ("+00:00") as well.
[[nodiscard]] std::optional<Instant> parse_timestamp(std::string_view text);

// RFC 9110 section 5.6.7, the one form that is still sent: "Sat, 06 Dec 2025 15:30:00 GMT".
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace curfew::aws
