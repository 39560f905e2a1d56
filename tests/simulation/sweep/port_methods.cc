#include "simulation/sweep/port_methods.h"

#include <filesystem>
#include <fstream>
#include <regex>

namespace curfew::test {

std::set<std::string> failing_port_methods() {
  static const std::regex kClass(R"(^class (\w+) \{$)");
  static const std::regex kMethod(R"(^  (?:\[\[nodiscard\]\] )?virtual (?:Result<.*>|Status|AskResult) (\w+)\()");
  std::set<std::string> methods;
  for (const auto& entry : std::filesystem::directory_iterator(CURFEW_PORTS_DIR)) {
    if (entry.path().extension() != ".h") continue;
    std::ifstream header(entry.path());
    std::string port;
    std::string line;
    while (std::getline(header, line)) {
      std::smatch found;
      if (std::regex_search(line, found, kClass)) port = found[1];
      if (std::regex_search(line, found, kMethod)) methods.insert(port + "::" + found[1].str());
    }
  }
  return methods;
}

}  // namespace curfew::test
