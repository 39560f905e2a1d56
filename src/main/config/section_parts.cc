#include "main/config/section_parts.h"

#include <algorithm>

namespace curfew::config {

std::string read_kind(SectionReader& section, const std::vector<std::string_view>& kinds) {
  const auto text = section.text("kind");
  if (text && std::ranges::find(kinds, *text) != kinds.end()) return *text;
  std::string list;
  for (const std::string_view kind : kinds) list += (list.empty() ? "\"" : " or \"") + std::string(kind) + "\"";
  if (!section.has("kind")) {
    section.report("kind", "is missing. Write kind = " + list + ".");
  } else if (text) {
    section.report("kind", "is \"" + *text + "\"; it must be " + list + ".");
  }
  section.ignore_rest();
  return {};
}

int whole(SectionReader& section, const std::string& key, Range<std::int64_t> range, int otherwise) {
  return static_cast<int>(section.integer(key, range).value_or(otherwise));
}

std::string shaped_text(SectionReader& section, const std::string& key, bool (*has_shape)(std::string_view),
                        std::string_view example) {
  std::string text = section.required_text(key, "It looks like \"" + std::string(example) + "\".");
  if (!text.empty() && !has_shape(text)) {
    section.report(key, "\"" + text + "\" has not the right shape; it looks like \"" + std::string(example) + "\".");
  }
  return text;
}

}  // namespace curfew::config
