// What is wrong with a configuration, one problem at a time, and all of them together.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "main/config/tree.h"

namespace curfew::config {

struct Problem {
  Place place;
  std::string key;   // "server.listen", "accounts[2].id"; empty for the file as a whole
  std::string text;  // what is wrong and what to do: one or two sentences
};

using Problems = std::vector<Problem>;

// "curfew.toml:12: server.listen: …"
[[nodiscard]] std::string to_text(const Problem& problem);
// One a line, in the order of the file.
[[nodiscard]] std::string to_text(const Problems& problems);

// kConfiguration, with all of them.
[[nodiscard]] Error error_of(const Problems& problems);

// In the order of the file; what is not in a file comes last.
void sort_by_place(Problems& problems);

}  // namespace curfew::config
