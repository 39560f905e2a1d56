// `curfew`: from what was typed to an exit code. Answers go to standard output, as text or (--json) as one JSON value;
// everything else goes to standard error. No secret is ever printed but the temporary password that was just made.
#pragma once

#include <string>
#include <vector>

#include "entry/cli/backend.h"
#include "entry/cli/console.h"

namespace curfew::cli {

// The exit code; see exit_code.h. `arguments` without the program's name.
[[nodiscard]] int run(const std::vector<std::string>& arguments, Backend& backend, Console& console);

}  // namespace curfew::cli
