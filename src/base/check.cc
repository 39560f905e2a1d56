#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace curfew {

void broken_invariant(const char* what, const std::source_location& where) {
  std::fprintf(stderr, "%s:%u: %s: broken invariant: %s\n", where.file_name(), where.line(), where.function_name(),
               what);
  std::abort();
}

}  // namespace curfew
