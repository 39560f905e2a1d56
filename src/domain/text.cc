#include "domain/text.h"

#include "base/utf8.h"

namespace curfew {
namespace {

// C0 and C1 control characters and DEL, but for newline and tab.
bool is_forbidden(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return (first < 0x20 && first != '\n' && first != '\t') || first == 0x7F;
  return first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kWhite = " \t\n\r\v\f";
  const std::size_t begin = text.find_first_not_of(kWhite);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhite) - begin + 1);
}

}  // namespace

Result<std::string> clean_text(std::string_view what, std::string_view text) {
  const std::string name(what);
  const std::string_view kept = trimmed(text);
  if (kept.empty()) return fail(ErrorCode::kInvalid, "Please give a " + name + ": it must not be empty.");
  std::size_t characters = 0;
  for (std::string_view rest = kept; !rest.empty(); ++characters) {
    const std::size_t length = utf8_length(rest);
    if (length == 0) return fail(ErrorCode::kInvalid, "The " + name + " is not valid UTF-8 text.");
    if (is_forbidden(rest.substr(0, length))) {
      return fail(ErrorCode::kInvalid,
                  "The " + name + " holds a control character; only new lines and tabs may stand in it.");
    }
    rest.remove_prefix(length);
  }
  if (characters > kLongestText) {
    return fail(ErrorCode::kInvalid,
                "The " + name + " has " + std::to_string(characters) + " characters; at most 4096 are kept.");
  }
  return std::string(kept);
}

}  // namespace curfew
