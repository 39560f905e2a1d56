#include "adapters/user_pool/email_address.h"

#include <algorithm>
#include <cstddef>

namespace curfew::user_pool {
namespace {

constexpr std::size_t kLongestAddress = 254;  // RFC 5321 section 4.5.3.1.3 with its erratum 1690
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestLabel = 63;
constexpr std::string_view kOtherAtomCharacters = "!#$%&'*+-/=?^_`{|}~";

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_atom(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || kOtherAtomCharacters.contains(c); });
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= kLongestLabel && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

// Whether every part between the dots is good.
template <class Check>
bool all_parts(std::string_view text, Check is_good) {
  for (;;) {
    const std::size_t dot = text.find('.');
    if (!is_good(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_email_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || text.size() > kLongestAddress || at > kLongestName) return false;
  return all_parts(text.substr(0, at), is_atom) && all_parts(text.substr(at + 1), is_label);
}

}  // namespace curfew::user_pool
