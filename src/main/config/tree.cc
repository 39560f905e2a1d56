#include "main/config/tree.h"

#include <algorithm>

namespace curfew::config {

std::string to_text(const Place& place) {
  return place.line > 0 ? place.source + ":" + std::to_string(place.line) : place.source;
}

const ConfigNode* ConfigNode::find(const std::string& key) const {
  const auto entry = std::ranges::find(entries, key, &ConfigEntry::key);
  return entry == entries.end() ? nullptr : &entry->value;
}

ConfigNode* ConfigNode::find(const std::string& key) {
  const auto entry = std::ranges::find(entries, key, &ConfigEntry::key);
  return entry == entries.end() ? nullptr : &entry->value;
}

}  // namespace curfew::config
