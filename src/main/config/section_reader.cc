#include "main/config/section_reader.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "main/config/values.h"

namespace curfew::config {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::vector<std::string> comma_separated(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    items.push_back(trimmed(text.substr(0, comma)));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

bool is_text(const ConfigNode& node) {
  return node.kind == ConfigNode::Kind::kText || node.kind == ConfigNode::Kind::kFromEnvironment;
}

std::optional<std::int64_t> integer_of(const ConfigNode& node) {
  if (node.kind == ConfigNode::Kind::kInteger) return node.integer;
  if (node.kind != ConfigNode::Kind::kFromEnvironment) return std::nullopt;
  std::int64_t number = 0;
  const char* const end = node.text.data() + node.text.size();
  const auto [stopped, error] = std::from_chars(node.text.data(), end, number);
  return error == std::errc{} && stopped == end ? std::optional(number) : std::nullopt;
}

std::optional<bool> boolean_of(const ConfigNode& node) {
  if (node.kind == ConfigNode::Kind::kBoolean) return node.boolean;
  if (node.kind == ConfigNode::Kind::kFromEnvironment && node.text == "true") return true;
  if (node.kind == ConfigNode::Kind::kFromEnvironment && node.text == "false") return false;
  return std::nullopt;
}

}  // namespace

SectionReader::SectionReader(std::string name, const ConfigNode* section, Place place,
                             const std::filesystem::path& base, Problems& problems)
    : name_(std::move(name)), section_(section), place_(std::move(place)), base_(base), problems_(problems) {
  if (section_ != nullptr && section_->kind != ConfigNode::Kind::kTable) {
    problems_.push_back({.place = place_, .key = name_, .text = "must be a section, [" + name_ + "]."});
    section_ = nullptr;
    ignores_rest_ = true;
  }
}

bool SectionReader::has(const std::string& key) const { return section_ != nullptr && section_->find(key) != nullptr; }

const ConfigNode* SectionReader::take(const std::string& key) {
  asked_.push_back(key);
  return section_ == nullptr ? nullptr : section_->find(key);
}

Place SectionReader::place_of(const std::string& key) const {
  const ConfigNode* value = section_ == nullptr ? nullptr : section_->find(key);
  return value == nullptr ? place_ : value->place;
}

void SectionReader::report(const std::string& key, std::string text) {
  if (ignores_rest_) return;
  problems_.push_back(
      {.place = place_of(key), .key = key.empty() ? name_ : name_ + "." + key, .text = std::move(text)});
}

void SectionReader::report_type(const std::string& key, std::string_view wanted) {
  report(key, "must be " + std::string(wanted) + ".");
}

bool SectionReader::is_clean(const std::string& key, const std::string& text) {
  if (text.empty()) {
    report(key, "is empty. Leave the key out if it is not to be set.");
    return false;
  }
  if (std::ranges::any_of(text, is_control)) {
    report(key, "holds a control character, such as a line break or a tab.");
    return false;
  }
  return true;
}

std::optional<std::string> SectionReader::text(const std::string& key) {
  const ConfigNode* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (!is_text(*value)) {
    report_type(key, "a text in quotes");
    return std::nullopt;
  }
  return is_clean(key, value->text) ? std::optional(value->text) : std::nullopt;
}

std::string SectionReader::required_text(const std::string& key, std::string_view example) {
  if (!has(key)) report(key, "is missing. " + std::string(example));
  return text(key).value_or("");
}

std::optional<std::int64_t> SectionReader::integer(const std::string& key, Range<std::int64_t> range) {
  const ConfigNode* value = take(key);
  if (value == nullptr) return std::nullopt;
  const std::string wanted = "a whole number from " + std::to_string(range.least) + " to " + std::to_string(range.most);
  const auto number = integer_of(*value);
  if (!number || *number < range.least || *number > range.most) {
    report_type(key, wanted);
    return std::nullopt;
  }
  return number;
}

std::optional<bool> SectionReader::boolean(const std::string& key) {
  const ConfigNode* value = take(key);
  if (value == nullptr) return std::nullopt;
  const auto flag = boolean_of(*value);
  if (!flag) report_type(key, "true or false, without quotes");
  return flag;
}

std::optional<Millis> SectionReader::duration(const std::string& key, Range<Millis> range) {
  const ConfigNode* value = take(key);
  if (value == nullptr) return std::nullopt;
  const auto length = is_text(*value) ? parse_duration(value->text) : std::nullopt;
  if (!length || *length < range.least || *length > range.most) {
    report_type(key, "a duration with its unit (ms, s, m, h or d) from \"" + to_text(range.least) + "\" to \"" +
                         to_text(range.most) + "\", in quotes");
    return std::nullopt;
  }
  return length;
}

std::vector<std::string> SectionReader::texts(const std::string& key) {
  const ConfigNode* value = take(key);
  if (value == nullptr) return {};
  std::vector<std::string> found;
  if (value->kind == ConfigNode::Kind::kFromEnvironment) {
    found = comma_separated(value->text);
  } else if (value->kind == ConfigNode::Kind::kList && std::ranges::all_of(value->items, is_text)) {
    for (const ConfigNode& item : value->items) found.push_back(item.text);
  } else {
    report_type(key, "a list of texts, [\"…\", \"…\"]");
    return {};
  }
  const bool clean = std::ranges::all_of(found, [&](const std::string& item) { return is_clean(key, item); });
  return clean ? found : std::vector<std::string>();
}

std::optional<std::string> SectionReader::choice(const std::string& key, const std::vector<std::string_view>& words) {
  const bool present = has(key);
  auto word = text(key);
  if (!present || !word || std::ranges::find(words, *word) != words.end()) return word;
  std::string list;
  for (const std::string_view allowed : words) list += (list.empty() ? "\"" : " or \"") + std::string(allowed) + "\"";
  report(key, "is \"" + *word + "\"; it must be " + list + ".");
  return std::nullopt;
}

std::optional<std::filesystem::path> SectionReader::path(const std::string& key, FileNeeds needs) {
  const auto written = text(key);
  if (!written) return std::nullopt;
  std::filesystem::path full = (base_ / *written).lexically_normal();
  check_exists(key, full, needs);
  return full;
}

void SectionReader::check_exists(const std::string& key, const std::filesystem::path& path, FileNeeds needs) {
  if (needs.must_exist == FileNeeds::Kind::kNothing) return;
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  const bool wants_directory = needs.must_exist == FileNeeds::Kind::kDirectory;
  const bool fits = wants_directory ? std::filesystem::is_directory(status) : std::filesystem::is_regular_file(status);
  if (!fits) {
    report(key, "there is no " + std::string(wants_directory ? "folder " : "file ") + path.string() +
                    ". Relative paths are taken from the folder of the configuration file.");
    return;
  }
  constexpr auto kOthers = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
  if (needs.must_exist == FileNeeds::Kind::kPrivateFile &&
      (status.permissions() & kOthers) != std::filesystem::perms::none) {
    report(key, path.string() + " holds a secret and can be read by others. Run: chmod 600 " + path.string());
  }
}

void SectionReader::refuse_later(const std::vector<std::string_view>& keys) {
  for (const std::string_view later : keys) {
    const std::string key(later);
    if (has(key) && take(key) != nullptr) report(key, "this build of Curfew does not have this setting. Remove it.");
  }
}

void SectionReader::ignore_rest() { ignores_rest_ = true; }

void SectionReader::report_unknown(std::string_view hint) {
  if (section_ == nullptr) return;
  for (const ConfigEntry& entry : section_->entries) {
    if (std::ranges::find(asked_, entry.key) != asked_.end()) continue;
    report(entry.key, "there is no such key" + std::string(hint) + "." + did_you_mean(entry.key, asked_));
  }
}

}  // namespace curfew::config
