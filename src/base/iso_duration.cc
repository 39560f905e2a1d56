#include "base/iso_duration.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace curfew {
namespace {

using std::chrono::seconds;

constexpr std::int64_t kDay = 24 * 60 * 60;
constexpr seconds kCentury{100 * 365 * kDay};

struct Unit {
  char letter;
  std::int64_t seconds;
};

// In the order in which they have to stand, each at most once.
constexpr std::array kDateUnits{Unit{'W', 7 * kDay}, Unit{'D', kDay}};
constexpr std::array kTimeUnits{Unit{'H', 60 * 60}, Unit{'M', 60}, Unit{'S', 1}};

// Takes all of `text`, "1H30M", and adds it up; false when that is not all of it.
template <class Units>
bool add_parts(std::string_view text, const Units& units, seconds& sum) {
  for (const Unit& unit : units) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [behind, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || text.front() == '-') break;
    if (behind == end || *behind != unit.letter) continue;
    if (number > kCentury.count() / unit.seconds) return false;
    sum += seconds{number * unit.seconds};
    text.remove_prefix(static_cast<std::size_t>(behind + 1 - text.data()));
  }
  return text.empty();
}

}  // namespace

std::optional<seconds> iso_duration(std::string_view text) {
  if (!text.starts_with('P')) return std::nullopt;
  const std::size_t t = text.find('T');
  const std::string_view date = text.substr(1, t == std::string_view::npos ? t : t - 1);
  const std::string_view time = t == std::string_view::npos ? std::string_view{} : text.substr(t + 1);
  const bool has_parts = t == std::string_view::npos ? !date.empty() : !time.empty();
  seconds sum{0};
  if (!has_parts || !add_parts(date, kDateUnits, sum) || !add_parts(time, kTimeUnits, sum)) return std::nullopt;
  return sum > kCentury ? std::nullopt : std::optional(sum);
}

}  // namespace curfew
