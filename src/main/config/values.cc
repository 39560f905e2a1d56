#include "main/config/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace curfew::config {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t millis;
};

// From large to small; "ms" is looked for before "m" and "s" because the whole rest of the text has to be the unit.
constexpr std::array kUnits{Unit{"d", 86'400'000}, Unit{"h", 3'600'000}, Unit{"m", 60'000}, Unit{"s", 1'000},
                            Unit{"ms", 1}};

// How many letters have to be added, removed or changed.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string>& words) {
  const std::string* nearest = nullptr;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : words) {
    // An abbreviation, such as "cert" for "tls_certificate", is near however long the rest is.
    constexpr std::size_t kTelling = 4;
    const bool contained = word.size() >= kTelling && candidate.find(word) != std::string::npos;
    const std::size_t distance = contained ? 1 : edit_distance(word, candidate);
    if (distance < least) {
      least = distance;
      nearest = &candidate;
    }
  }
  return nearest == nullptr ? std::string() : " Did you mean \"" + *nearest + "\"?";
}

std::optional<Millis> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || count < 0) return std::nullopt;
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  const auto* const unit = std::ranges::find(kUnits, name, &Unit::name);
  if (unit == kUnits.end() || count > std::numeric_limits<std::int64_t>::max() / unit->millis) return std::nullopt;
  return Millis{count * unit->millis};
}

std::string to_text(Millis duration) {
  const std::int64_t millis = duration.count();
  if (millis == 0) return "0s";
  const auto* const unit = std::ranges::find_if(kUnits, [&](const Unit& u) { return millis % u.millis == 0; });
  return std::to_string(millis / unit->millis) + std::string(unit->name);
}

}  // namespace curfew::config
