#include "main/config/environment.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace curfew::config {
namespace {

constexpr std::string_view kPrefix = "CURFEW_";
constexpr std::string_view kSeparator = "__";

// What AWS's own tools read, and the proxies that every program reads.
bool is_read(std::string_view name) {
  constexpr std::array<std::string_view, 7> kNames{"HOME",        "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY",
                                                   "https_proxy", "http_proxy",  "no_proxy"};
  return name.starts_with(kPrefix) || name.starts_with("AWS_") || std::ranges::find(kNames, name) != kNames.end();
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lowered;
}

ConfigNode& section_of(ConfigNode& tree, const std::string& name, const Place& place) {
  if (ConfigNode* section = tree.find(name)) return *section;
  ConfigNode section;
  section.kind = ConfigNode::Kind::kTable;
  section.place = place;
  return tree.entries.emplace_back(ConfigEntry{.key = name, .value = std::move(section)}).value;
}

void set(ConfigNode& section, const std::string& key, const std::string& text, const Place& place) {
  ConfigNode value;
  value.kind = ConfigNode::Kind::kFromEnvironment;
  value.text = text;
  value.place = place;
  if (ConfigNode* present = section.find(key)) {
    *present = std::move(value);
  } else {
    section.entries.push_back({.key = key, .value = std::move(value)});
  }
}

}  // namespace

Environment environment_of_process() {
  Environment found;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || !is_read(text.substr(0, equals))) continue;
    found.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return found;
}

void apply_environment(const Environment& environment, ConfigNode& tree, Problems& problems) {
  for (const auto& [name, text] : environment) {
    if (!name.starts_with(kPrefix) || name == "CURFEW_CONFIG") continue;
    const Place place{.source = name + " in the environment", .line = 0};
    const std::string_view rest = std::string_view(name).substr(kPrefix.size());
    const std::size_t separator = rest.find(kSeparator);
    if (separator == std::string_view::npos || separator == 0 || separator + kSeparator.size() == rest.size()) {
      problems.push_back({.place = place,
                          .key = {},
                          .text = "is no setting. A key is set as CURFEW_SECTION__KEY, with two underscores between "
                                  "section and key."});
      continue;
    }
    const std::string section_name = lower(rest.substr(0, separator));
    const std::string key = lower(rest.substr(separator + kSeparator.size()));
    ConfigNode& section = section_of(tree, section_name, place);
    if (section.kind == ConfigNode::Kind::kTable) {
      set(section, key, text, place);
    } else {
      std::string full_key = section_name;
      full_key += "." + key;
      problems.push_back(
          {.place = place, .key = std::move(full_key), .text = "only the file can set this: it is a list of blocks."});
    }
  }
}

}  // namespace curfew::config
