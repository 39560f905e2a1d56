#include "domain/identity.h"

#include <algorithm>

#include "base/words.h"

namespace curfew {
namespace {

constexpr Words<Group, 2> kGroupWords{{
    {Group::kEngineers, "Engineers"},
    {Group::kManagers, "Managers"},
}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view word(Group group) { return word_in(kGroupWords, group); }

std::optional<Group> group_from(std::string_view text) { return value_in(kGroupWords, text); }

std::string listed(const std::vector<Group>& groups) {
  std::string text;
  for (const Group group : groups) {
    if (!text.empty()) text += ", ";
    text += word(group);
  }
  return text;
}

bool same_email(const std::string& left, const std::string& right) {
  return std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace curfew
