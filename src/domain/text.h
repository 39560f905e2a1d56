// The rules for text that people write: reasons and comments.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"

namespace curfew {

inline constexpr std::size_t kLongestText = 4096;  // characters (code points)

// `text` without white space at its ends. kInvalid, naming `what` ("reason"), unless it then has 1 to 4,096 characters,
// is valid UTF-8 and holds no control character but newline and tab.
[[nodiscard]] Result<std::string> clean_text(std::string_view what, std::string_view text);

}  // namespace curfew
