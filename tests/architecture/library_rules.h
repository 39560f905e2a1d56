// Each library that is not ours is met in the few places that exist for it, so that it can be replaced there.
#pragma once

#include <vector>

#include "architecture/source_tree.h"

namespace curfew::architecture {

// Every #include <…> in src/ is of the standard library or in the table of libraries, and stands where that allows it.
Violations check_libraries(const std::vector<SourceFile>& files);

}  // namespace curfew::architecture
