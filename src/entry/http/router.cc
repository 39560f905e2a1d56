#include "entry/http/router.h"

#include <algorithm>
#include <charconv>
#include <ranges>

namespace curfew::http {
namespace {

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// The segment that stands for the pattern's "{…}", or nothing when the path is another one.
std::optional<std::string_view> match_pattern(std::string_view pattern, std::string_view path) {
  const std::size_t open = pattern.find('{');
  if (open == std::string_view::npos) return pattern == path ? std::optional(std::string_view{}) : std::nullopt;
  const std::string_view before = pattern.substr(0, open);
  const std::string_view after = pattern.substr(pattern.find('}') + 1);
  if (path.size() <= before.size() + after.size()) return std::nullopt;
  if (!path.starts_with(before) || !path.ends_with(after)) return std::nullopt;
  const std::string_view argument = path.substr(before.size(), path.size() - before.size() - after.size());
  if (argument.contains('/')) return std::nullopt;
  return argument;
}

std::string_view text_of(auto&& range) { return {range.begin(), range.end()}; }

}  // namespace

Router::Match Router::match(std::string_view method, std::string_view path) const {
  Match found;
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const Route& route : routes_) {
    const auto argument = match_pattern(route.pattern, path);
    if (!argument) continue;
    if (!found.allowed.empty()) found.allowed += ", ";
    found.allowed += route.method == "GET" ? std::string("GET, HEAD") : std::string(route.method);
    if (route.method != wanted || found.route != nullptr) continue;
    found.route = &route;
    found.argument = *argument;
  }
  return found;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += plus_is_blank && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex_digit(text[i + 1]);
    const auto low = hex_digit(text[i + 2]);
    if (!high || !low) return std::nullopt;
    out += static_cast<char>((*high * 16) + *low);
    i += 2;
  }
  return out;
}

Result<QueryParameters> QueryParameters::parse(std::string_view query, const std::vector<std::string_view>& known) {
  QueryParameters parameters;
  for (const auto part : std::views::split(query, '&')) {
    const std::string_view pair = text_of(part);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::string{} : percent_decoded(pair.substr(equals + 1), true);
    if (!name || !value)
      return fail(ErrorCode::kInvalid, "The query is badly encoded: % must be followed by two digits.");
    if (std::ranges::find(known, *name) == known.end()) {
      return fail(ErrorCode::kInvalid, "This call knows no query parameter \"" + name->substr(0, 64) + "\".");
    }
    if (parameters.find(*name))
      return fail(ErrorCode::kInvalid, "The query parameter \"" + *name + "\" is given twice.");
    parameters.values_.emplace_back(std::move(*name), std::move(*value));
  }
  return parameters;
}

std::optional<std::string> QueryParameters::find(std::string_view name) const {
  const auto found = std::ranges::find(values_, name, &std::pair<std::string, std::string>::first);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::int64_t> QueryParameters::whole_number(std::string_view name, std::int64_t least, std::int64_t most,
                                                   std::int64_t otherwise) const {
  const auto text = find(name);
  if (!text) return otherwise;
  std::int64_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [rest, error] = std::from_chars(text->data(), end, number);
  const bool digits = error == std::errc{} && rest == end && !text->starts_with('-');
  if (digits && number >= least && number <= most) return number;
  return fail(ErrorCode::kInvalid, "The query parameter \"" + std::string(name) + "\" must be a whole number from " +
                                       std::to_string(least) + " to " + std::to_string(most) + ".");
}

}  // namespace curfew::http
