#include "base/month.h"

#include <algorithm>

namespace curfew {
namespace {

int number_in(std::string_view digits) {
  int number = 0;
  for (const char digit : digits) number = (number * 10) + (digit - '0');
  return number;
}

}  // namespace

std::optional<Month> month_from(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd";
  constexpr int kFirstYear = 1970;
  const bool fits = std::ranges::equal(
      text, kForm, [](char c, char wanted) { return wanted == '-' ? c == '-' : c >= '0' && c <= '9'; });
  if (!fits) return std::nullopt;
  const int year = number_in(text.substr(0, 4));
  const int month = number_in(text.substr(5));
  if (year < kFirstYear || month < 1 || month > 12) return std::nullopt;
  return Month{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month))};
}

std::string to_text(Month month) { return iso8601(begin_of(month)).substr(0, 7); }

Month month_of(Seconds at) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
  return day.year() / day.month();
}

Seconds begin_of(Month month) { return std::chrono::sys_days{month / std::chrono::day(1)}; }

}  // namespace curfew
