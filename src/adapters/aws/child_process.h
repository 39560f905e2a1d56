// Runs a program and takes what it prints.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace curfew::aws {

// Starts `arguments[0]` (found by PATH unless it holds a slash) without a shell, with nothing to read, none of our
// files open, and what it prints as errors thrown away: it may hold secrets. Waits for its end, at most `patience`;
// then it and its children are killed. Errors: kConfiguration when it cannot be started or ends badly, kUnavailable
// when it is late or prints more than `most_bytes`. Errors name the program, never its arguments or what it printed.
[[nodiscard]] Result<std::string> output_of(const std::vector<std::string>& arguments,
                                            const std::map<std::string, std::string>& environment, Millis patience,
                                            std::size_t most_bytes);

}  // namespace curfew::aws
