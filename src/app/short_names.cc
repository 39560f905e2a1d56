#include "app/short_names.h"

#include <algorithm>

namespace curfew {
namespace {

// Of ASCII only, whatever the locale is.
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool may_stand(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'; }

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Without what may not stand in a short name; the letter behind a gap becomes a capital, so that words can be told.
std::string squeezed(std::string_view title) {
  std::string name;
  bool after_gap = false;
  for (const char c : title) {
    if (!may_stand(c)) {
      after_gap = true;
      continue;
    }
    name += after_gap && is_lower(c) && !name.empty() ? static_cast<char>(c - 'a' + 'A') : c;
    after_gap = false;
  }
  return name;
}

}  // namespace

void ShortNames::take(std::string_view name) { taken_.insert(in_lower_case(name)); }

std::string ShortNames::give(std::string_view title, std::string_view otherwise) {
  std::string base = squeezed(title);
  if (base.empty() || !is_letter(base.front())) base.insert(0, otherwise);
  base.resize(std::min(base.size(), kLongestShortName));
  std::string name = base;
  for (int number = 2; !taken_.insert(in_lower_case(name)).second; ++number) {
    const std::string suffix = "-" + std::to_string(number);
    name = base.substr(0, kLongestShortName - suffix.size()) + suffix;
  }
  return name;
}

}  // namespace curfew
