#include "base/time.h"

#include <array>
#include <cstdio>

namespace curfew {
namespace {

struct Civil {
  int year;
  unsigned month, day;
  int hour, minute, second;
};

Civil civil(Seconds at) {
  const auto days = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss clock{at - days};
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .hour = static_cast<int>(clock.hours().count()),
          .minute = static_cast<int>(clock.minutes().count()),
          .second = static_cast<int>(clock.seconds().count())};
}

// libstdc++ 12 has no <format> and no chrono formatting; the width is bounded, so a fixed buffer serves.
std::string render(Seconds at, char separator, const char* zone) {
  const Civil c = civil(at);
  std::array<char, 64> buffer{};
  const int written = std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u%c%02d:%02d:%02d%s", c.year, c.month,
                                    c.day, separator, c.hour, c.minute, c.second, zone);
  return {buffer.data(), static_cast<std::size_t>(written)};
}

}  // namespace

std::string iso8601(Seconds at) { return render(at, 'T', "Z"); }

std::string iso8601(Instant at) {
  std::string text = iso8601(floor_seconds(at));
  std::array<char, 8> fraction{};
  const auto millis = static_cast<int>((at - floor_seconds(at)).count());
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ", millis);
  text.pop_back();
  return text + fraction.data();
}

std::string for_people(Seconds at) { return render(at, ' ', " UTC"); }

}  // namespace curfew
