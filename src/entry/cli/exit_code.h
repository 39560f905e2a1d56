// The exit codes of `curfew`, in one table; docs/cli.md shows it to people. Scripts rely on them: they never change
// their meaning.
#pragma once

#include "base/error.h"

namespace curfew::cli {

inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;         // a fault of Curfew's or of the machine's
inline constexpr int kUsage = 2;          // what was typed is wrong
inline constexpr int kConfiguration = 3;  // the configuration does not validate
inline constexpr int kRefused = 4;        // not possible as things are: unknown, there already
inline constexpr int kUnavailable = 5;    // the store does not answer; try again later
inline constexpr int kDamaged = 6;        // the store is damaged, or the audit trail is not whole
inline constexpr int kFound = 7;          // reconcile found differences, or doctor something that does not work

[[nodiscard]] int exit_code_of(ErrorCode code);

}  // namespace curfew::cli
