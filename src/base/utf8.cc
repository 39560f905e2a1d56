#include "base/utf8.h"

#include <array>

namespace curfew {
namespace {

// One row of RFC 3629 section 4: a first byte in this range is followed by `more` bytes 80..BF, of which the first is
// narrowed to low..high.
struct Row {
  unsigned char first, last;
  std::size_t more;
  unsigned char low, high;
};

constexpr std::array kRows = {
    Row{0x00, 0x7F, 0, 0x80, 0xBF},  //
    Row{0xC2, 0xDF, 1, 0x80, 0xBF},  //
    Row{0xE0, 0xE0, 2, 0xA0, 0xBF},  //
    Row{0xE1, 0xEC, 2, 0x80, 0xBF},  //
    Row{0xED, 0xED, 2, 0x80, 0x9F},  // no surrogates
    Row{0xEE, 0xEF, 2, 0x80, 0xBF},  //
    Row{0xF0, 0xF0, 3, 0x90, 0xBF},  //
    Row{0xF1, 0xF3, 3, 0x80, 0xBF},  //
    Row{0xF4, 0xF4, 3, 0x80, 0x8F},  // nothing above U+10FFFF
};

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool continues(std::string_view text, const Row& row) {
  if (text.size() <= row.more) return false;
  for (std::size_t i = 1; i <= row.more; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const unsigned char low = i == 1 ? row.low : 0x80;
    const unsigned char high = i == 1 ? row.high : 0xBF;
    if (byte < low || byte > high) return false;
  }
  return true;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto first = static_cast<unsigned char>(text.front());
  for (const Row& row : kRows) {
    if (first >= row.first && first <= row.last) return continues(text, row) ? row.more + 1 : 0;
  }
  return 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string to_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    out += length == 0 ? kReplacement : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string_view utf8_prefix(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace curfew
