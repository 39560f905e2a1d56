// What can be broken into: the methods of all ports, as their headers have them.
#pragma once

#include <set>
#include <string>

namespace curfew::test {

// Those that can fail, "Ledger::commit"; overloads are one. Read from src/ports, so that a new one cannot be forgotten.
[[nodiscard]] std::set<std::string> failing_port_methods();

}  // namespace curfew::test
