// What this build is called. The number is CMake's PROJECT_VERSION.
#pragma once

#include <string_view>

namespace curfew::wiring {

inline constexpr std::string_view kVersion = CURFEW_VERSION;

}  // namespace curfew::wiring
