// The configuration as written: sections, keys and values, each with the place it was written at. Neutral between the
// TOML file and the environment; nothing is checked here. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace curfew::config {

// Where something was written, for people: "curfew.toml:12" or "CURFEW_STORE__PATH in the environment".
struct Place {
  std::string source;
  int line = 0;  // of a file, from 1; 0: the file as a whole, or no file
};

[[nodiscard]] std::string to_text(const Place& place);

struct ConfigEntry;

struct ConfigNode {
  enum class Kind : std::uint8_t {
    kText,
    kInteger,
    kBoolean,
    kList,
    kTable,
    kFromEnvironment,  // `text`, to be read as whatever its key wants
    kOther             // floats, dates: no key of ours has them
  };

  Kind kind = Kind::kOther;
  std::string text;
  std::int64_t integer = 0;
  bool boolean = false;
  std::vector<ConfigNode> items;     // kList
  std::vector<ConfigEntry> entries;  // kTable, in no particular order
  Place place;

  // The value of `key` in a table; null when there is none.
  [[nodiscard]] const ConfigNode* find(const std::string& key) const;
  [[nodiscard]] ConfigNode* find(const std::string& key);
};

struct ConfigEntry {
  std::string key;
  ConfigNode value;
};

}  // namespace curfew::config
