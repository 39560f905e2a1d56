#include "architecture/size_rules.h"

#include <string>

namespace curfew::architecture {

Violations check_sizes(const std::vector<SourceFile>& files) {
  Violations violations;
  for (const SourceFile& file : files) {
    const std::size_t most = lies_in(file.path, "tests") ? kMostTestLines : kMostSourceLines;
    if (file.code.size() <= most) continue;
    violations.push_back({file.path, static_cast<int>(file.code.size()),
                          "has more than " + std::to_string(most) + " lines; split it by what it does"});
  }
  return violations;
}

}  // namespace curfew::architecture
