// What the readers of several sections have in common. Internal to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "main/config/section_reader.h"

namespace curfew::config {

inline constexpr FileNeeds kAnyPath{};
inline constexpr FileNeeds kFile{.must_exist = FileNeeds::Kind::kFile};
inline constexpr FileNeeds kPrivateFile{.must_exist = FileNeeds::Kind::kPrivateFile};
inline constexpr FileNeeds kDirectory{.must_exist = FileNeeds::Kind::kDirectory};

inline constexpr std::int64_t kMostPerSecond = 1'000'000;

// The kind in force. A wrong one and a missing one are problems, and then the rest of the section means nothing.
[[nodiscard]] std::string read_kind(SectionReader& section, const std::vector<std::string_view>& kinds);

[[nodiscard]] int whole(SectionReader& section, const std::string& key, Range<std::int64_t> range, int otherwise);

// A text that has to be there and to have a shape; `example` says what to write.
[[nodiscard]] std::string shaped_text(SectionReader& section, const std::string& key,
                                      bool (*has_shape)(std::string_view), std::string_view example);

}  // namespace curfew::config
