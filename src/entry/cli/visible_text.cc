#include "entry/cli/visible_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/utf8.h"

namespace curfew::cli {
namespace {

// Of a well-formed character.
std::uint32_t code_point(std::string_view bytes) {
  constexpr std::array<std::uint32_t, 5> kFirstByteMask{0, 0x7F, 0x1F, 0x0F, 0x07};
  std::uint32_t value = static_cast<unsigned char>(bytes.front()) & kFirstByteMask.at(bytes.size());
  for (const char c : bytes.substr(1)) value = value << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return value;
}

// Controls, separators of lines, zero-width characters, Unicode's Bidi_Control, and tags.
bool is_unseen(std::uint32_t c) {
  constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 9> kRanges{{{0x00, 0x1F},
                                                                            {0x7F, 0x9F},
                                                                            {0xAD, 0xAD},
                                                                            {0x61C, 0x61C},
                                                                            {0x200B, 0x200F},
                                                                            {0x2028, 0x202E},
                                                                            {0x2060, 0x206F},
                                                                            {0xFEFF, 0xFEFF},
                                                                            {0xE0000, 0xE007F}}};
  return std::ranges::any_of(kRanges, [&](const auto& range) { return c >= range.first && c <= range.second; });
}

}  // namespace

std::string visible(std::string_view text, std::string_view escaped) {
  const std::string good = to_utf8(text);
  std::string out;
  for (std::string_view rest = good; !rest.empty();) {
    const std::string_view bytes = rest.substr(0, utf8_length(rest));
    const std::uint32_t c = code_point(bytes);
    if (bytes.size() == 1 && escaped.contains(bytes.front())) {
      out += '\\';
      out += bytes;
    } else if (is_unseen(c)) {
      out += c <= 0xFFFF ? fmt::format("\\u{:04X}", c) : fmt::format("\\U{:08X}", c);
    } else {
      out += bytes;
    }
    rest.remove_prefix(bytes.size());
  }
  return out;
}

}  // namespace curfew::cli
