// Dependencies point one way: base <- domain <- ports <- app <- {adapters, entry} <- main.
#pragma once

#include <vector>

#include "architecture/source_tree.h"

namespace curfew::architecture {

// Every #include "…" in src/ names a file of src/ by its path from there, in a module that the including one may use.
Violations check_layers(const std::vector<SourceFile>& files);

// No folder of src/ includes, over any number of others, itself.
Violations check_cycles(const std::vector<SourceFile>& files);

}  // namespace curfew::architecture
