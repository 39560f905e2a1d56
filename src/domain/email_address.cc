#include "domain/email_address.h"

#include <algorithm>

namespace curfew {
namespace {

// RFC 5321 section 4.5.3.1.
constexpr std::size_t kLongestLocalPart = 64;
constexpr std::size_t kLongestAddress = 254;
constexpr std::size_t kLongestLabel = 63;

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool is_atom_character(char c) {
  return is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// True when `text` is one or more pieces, each of which `is_piece`, with single dots between them.
template <class IsPiece>
bool is_dotted(std::string_view text, IsPiece is_piece) {
  for (;;) {
    const std::size_t dot = text.find('.');
    if (!is_piece(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_atom(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_atom_character); }

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= kLongestLabel && is_alphanumeric(text.front()) &&
         is_alphanumeric(text.back()) &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

}  // namespace

bool is_email_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at > kLongestLocalPart || text.size() > kLongestAddress) return false;
  return is_dotted(text.substr(0, at), is_atom) && is_dotted(text.substr(at + 1), is_label);
}

}  // namespace curfew
