// How far reconcile goes. The configuration, the command line and the use case speak of the same three.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/words.h"

namespace curfew {

enum class ReconcileMode : std::uint8_t {
  kReport,  // compares, and writes nothing but log lines and metrics
  kNotify,  // … and tells the managers of what is new
  kEnforce  // … and puts right what can be put right
};

inline constexpr Words<ReconcileMode, 3> kReconcileModeWords{{
    {ReconcileMode::kReport, "report"},
    {ReconcileMode::kNotify, "notify"},
    {ReconcileMode::kEnforce, "enforce"},
}};

[[nodiscard]] constexpr std::string_view word(ReconcileMode mode) { return word_in(kReconcileModeWords, mode); }

// Exact spelling only.
[[nodiscard]] constexpr std::optional<ReconcileMode> reconcile_mode_from(std::string_view text) {
  return value_in(kReconcileModeWords, text);
}

}  // namespace curfew
