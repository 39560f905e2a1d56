// UTF-8 (RFC 3629, strict: no overlong forms, no surrogates, nothing above U+10FFFF). Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace curfew {

// The length in bytes (1 to 4) of the well-formed character that `text` starts with; 0 when it does not start with one.
[[nodiscard]] std::size_t utf8_length(std::string_view text);

[[nodiscard]] bool is_utf8(std::string_view text);

// `text` with every byte that is not part of a well-formed character replaced by U+FFFD.
[[nodiscard]] std::string to_utf8(std::string_view text);

// The longest start of well-formed `text` that has at most `most` bytes and does not end inside a character.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t most);

}  // namespace curfew
