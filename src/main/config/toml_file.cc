#include "main/config/toml_file.h"

#include <toml++/toml.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace curfew::config {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1024} * 1024;

Place place_of(const toml::source_region& region, const std::string& source) {
  return {.source = source, .line = static_cast<int>(region.begin.line)};
}

ConfigNode convert(const toml::node& node, const std::string& source);

ConfigNode convert_table(const toml::table& table, const std::string& source) {
  ConfigNode converted;
  converted.kind = ConfigNode::Kind::kTable;
  for (const auto& [key, value] : table) {
    ConfigEntry entry{.key = std::string(key.str()), .value = convert(value, source)};
    // A value is where its key is; only blocks of [[…]] have a place of their own.
    if (!value.is_array_of_tables()) entry.value.place = place_of(key.source(), source);
    converted.entries.push_back(std::move(entry));
  }
  return converted;
}

ConfigNode convert_list(const toml::array& array, const std::string& source) {
  ConfigNode converted;
  converted.kind = ConfigNode::Kind::kList;
  for (const toml::node& item : array) converted.items.push_back(convert(item, source));
  return converted;
}

ConfigNode convert_value(const toml::node& node) {
  ConfigNode converted;
  if (const auto* text = node.as_string()) {
    converted.kind = ConfigNode::Kind::kText;
    converted.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    converted.kind = ConfigNode::Kind::kInteger;
    converted.integer = integer->get();
  } else if (const auto* boolean = node.as_boolean()) {
    converted.kind = ConfigNode::Kind::kBoolean;
    converted.boolean = boolean->get();
  }
  return converted;
}

// The depth is bounded: the library refuses files that nest deeper than 256.
ConfigNode convert(const toml::node& node, const std::string& source) {
  ConfigNode converted;
  if (const auto* table = node.as_table()) {
    converted = convert_table(*table, source);
  } else if (const auto* array = node.as_array()) {
    converted = convert_list(*array, source);
  } else {
    converted = convert_value(node);
  }
  converted.place = place_of(node.source(), source);
  return converted;
}

}  // namespace

std::expected<ConfigNode, Problem> read_toml_file(const std::filesystem::path& path) {
  const auto refuse = [&](std::string text) {
    return std::unexpected(Problem{.place = {.source = path.string(), .line = 0}, .key = {}, .text = std::move(text)});
  };
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return refuse("is a directory; name the configuration file itself.");
  const std::ifstream file(path, std::ios::binary);
  if (!file) {
    return refuse(std::generic_category().message(errno) +
                  ". Name the file with --config FILE or in CURFEW_CONFIG; config/curfew.example.toml is one to start "
                  "from.");
  }
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) return refuse("cannot be read: " + std::generic_category().message(errno) + ".");
  if (text.view().size() > kLargestFile) return refuse("is larger than 1 MiB; that is no configuration of Curfew.");
  return parse_toml(text.view(), path.string());
}

std::expected<ConfigNode, Problem> parse_toml(std::string_view text, const std::string& source) {
  try {
    return convert(toml::parse(text, source), source);
  } catch (const toml::parse_error& error) {
    return std::unexpected(Problem{.place = place_of(error.source(), source),
                                   .key = {},
                                   .text = "is no valid TOML: " + std::string(error.description()) + "."});
  }
}

}  // namespace curfew::config
