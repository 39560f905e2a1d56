#include "adapters/aws/profile_file.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "adapters/aws/text_file.h"

namespace curfew::aws {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return result;
}

// The profile that a section header names; nothing for a section that is none.
std::optional<std::string> profile_named(std::string_view header, bool is_config_file) {
  std::string_view name = trimmed(header.substr(1, header.find(']') - 1));
  if (is_config_file && name != "default") {
    constexpr std::string_view kPrefix = "profile";
    if (!name.starts_with(kPrefix) || name.size() == kPrefix.size()) return std::nullopt;
    const char next = name[kPrefix.size()];
    if (next != ' ' && next != '\t') return std::nullopt;
    name = trimmed(name.substr(kPrefix.size()));
  }
  if (name.size() >= 2 && (name.front() == '"' || name.front() == '\'') && name.back() == name.front()) {
    name = name.substr(1, name.size() - 2);
  }
  return std::string(name);
}

// A comment behind a value begins after a blank.
std::string_view without_comment(std::string_view value) {
  for (std::size_t at = 1; at < value.size(); ++at) {
    const bool is_after_blank = value[at - 1] == ' ' || value[at - 1] == '\t';
    if (is_after_blank && (value[at] == '#' || value[at] == ';')) return trimmed(value.substr(0, at));
  }
  return value;
}

std::filesystem::path file_of(const Variables& variables, const std::string& variable, const std::string& usual) {
  const std::string home = variables.text("HOME");
  std::string path = variables.text(variable);
  if (path.empty()) return home.empty() ? std::filesystem::path() : std::filesystem::path(home) / ".aws" / usual;
  if (path.starts_with("~/") && !home.empty()) path.replace(0, 1, home);
  return path;
}

Result<Profiles> read(const std::filesystem::path& path, bool is_config_file) {
  if (path.empty()) return Profiles{};
  const auto text = read_text_file(path);
  if (!text && text.error().code == ErrorCode::kNotFound) return Profiles{};
  if (!text) return fail(text.error());
  return profiles_in(*text, is_config_file);
}

}  // namespace

Profiles profiles_in(std::string_view text, bool is_config_file) {
  Profiles profiles;
  Profile* current = nullptr;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string_view content = trimmed(line);
    if (content.empty() || content.front() == '#' || content.front() == ';') continue;
    if (content.front() == '[') {
      const auto name = profile_named(content, is_config_file);
      current = name ? &profiles[*name] : nullptr;
      continue;
    }
    const bool is_nested = line.front() == ' ' || line.front() == '\t';
    const std::size_t equals = content.find('=');
    if (current == nullptr || is_nested || equals == std::string_view::npos) continue;
    (*current)[lower(trimmed(content.substr(0, equals)))] = without_comment(trimmed(content.substr(equals + 1)));
  }
  return profiles;
}

Result<Profiles> read_profiles(const Variables& variables) {
  auto profiles = read(file_of(variables, "AWS_CONFIG_FILE", "config"), true);
  if (!profiles) return profiles;
  auto credentials = read(file_of(variables, "AWS_SHARED_CREDENTIALS_FILE", "credentials"), false);
  if (!credentials) return credentials;
  for (const auto& [name, profile] : *credentials) {
    for (const auto& [key, value] : profile) (*profiles)[name][key] = value;
  }
  return profiles;
}

}  // namespace curfew::aws
