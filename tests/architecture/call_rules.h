// Time, randomness and the environment come in through ports and arguments; what reads them otherwise is banned.
#pragma once

#include <vector>

#include "architecture/source_tree.h"

namespace curfew::architecture {

Violations check_calls(const std::vector<SourceFile>& files);

}  // namespace curfew::architecture
