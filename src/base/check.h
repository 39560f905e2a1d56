// Assertions against our own mistakes; on in every build. Never for input from outside.
#pragma once

#include <source_location>

namespace curfew {

[[noreturn]] void broken_invariant(const char* what, const std::source_location& where);

// Ends the process when `holds` is false: going on with a broken invariant could leave access behind.
inline void ensure(bool holds, const char* what, const std::source_location& where = std::source_location::current()) {
  if (!holds) broken_invariant(what, where);
}

}  // namespace curfew
