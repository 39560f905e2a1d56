// A file that does not fit into a reader's head is two files.
#pragma once

#include <cstddef>
#include <vector>

#include "architecture/source_tree.h"

namespace curfew::architecture {

inline constexpr std::size_t kMostSourceLines = 500;
inline constexpr std::size_t kMostTestLines = 800;

Violations check_sizes(const std::vector<SourceFile>& files);

}  // namespace curfew::architecture
