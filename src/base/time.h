// Time types. An Instant is a moment on the wall clock in milliseconds UTC; it comes from the Clock port and is passed
// by value into the domain. Records hold whole Unix seconds (Seconds), as the request table always has.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/error.h"

namespace curfew {

using Millis = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Seconds = std::chrono::sys_seconds;

// The second in which `at` lies: what a record says of something that has happened.
[[nodiscard]] inline Seconds floor_seconds(Instant at) { return std::chrono::floor<std::chrono::seconds>(at); }

[[nodiscard]] inline std::int64_t unix_seconds(Seconds at) { return at.time_since_epoch().count(); }
[[nodiscard]] inline std::int64_t unix_millis(Instant at) { return at.time_since_epoch().count(); }
[[nodiscard]] inline Seconds from_unix_seconds(std::int64_t at) { return Seconds{std::chrono::seconds{at}}; }
[[nodiscard]] inline Instant from_unix_millis(std::int64_t at) { return Instant{Millis{at}}; }

// "2025-12-06T15:30:00Z" (RFC 3339, always UTC): API answers and logs.
[[nodiscard]] std::string iso8601(Seconds at);
// "2025-12-06T15:30:00.123Z": audit events and logs.
[[nodiscard]] std::string iso8601(Instant at);
// "2025-12-06 15:30:00 UTC": mail and command line.
[[nodiscard]] std::string for_people(Seconds at);

}  // namespace curfew
