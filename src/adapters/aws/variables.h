// The environment of the process, as it was handed to us.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace curfew::aws {

class Variables {
 public:
  explicit Variables(const std::map<std::string, std::string>& environment) : environment_(environment) {}

  // An empty variable is none.
  [[nodiscard]] std::string text(const std::string& name) const {
    const auto found = environment_.find(name);
    return found == environment_.end() ? std::string() : found->second;
  }
  // "true", in any case.
  [[nodiscard]] bool flag(const std::string& name) const {
    std::string value = text(name);
    for (char& c : value) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return value == "true";
  }

 private:
  const std::map<std::string, std::string>& environment_;
};

}  // namespace curfew::aws
