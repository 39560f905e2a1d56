#include "adapters/identity_center/ids.h"

#include <algorithm>
#include <cstddef>

namespace curfew::identity_center {

namespace {

constexpr std::string_view kUuid = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
constexpr std::size_t kPrefix = 10;

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_uuid(std::string_view text) {
  return std::ranges::equal(text, kUuid,
                            [](char c, char wanted) { return wanted == 'x' ? is_hex_digit(c) : c == wanted; });
}

}  // namespace

bool is_principal_id(std::string_view text) {
  if (text.size() == kUuid.size()) return is_uuid(text);
  return text.size() == kPrefix + 1 + kUuid.size() && std::ranges::all_of(text.substr(0, kPrefix), is_hex_digit) &&
         text[kPrefix] == '-' && is_uuid(text.substr(kPrefix + 1));
}

bool is_operation_id(std::string_view text) { return is_uuid(text); }

}  // namespace curfew::identity_center
