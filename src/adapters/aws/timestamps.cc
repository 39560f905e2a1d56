#include "adapters/aws/timestamps.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace curfew::aws {
namespace {

// Takes fixed pieces off the front of a text; after the first that does not fit, nothing does.
class Pieces {
 public:
  explicit Pieces(std::string_view text) : rest_(text) {}

  // Exactly `digits` of them.
  int number(std::size_t digits) {
    const std::string_view piece = take(digits);
    int value = 0;
    for (const char c : piece) {
      if (c < '0' || c > '9') is_good_ = false;
      value = value * 10 + (c - '0');
    }
    return value;
  }
  void literal(std::string_view text) {
    if (take(text.size()) != text) is_good_ = false;
  }
  std::string_view take(std::size_t count) {
    if (rest_.size() < count) {
      is_good_ = false;
      return {};
    }
    const std::string_view piece = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return piece;
  }
  [[nodiscard]] bool next_is(char c) const { return rest_.starts_with(c); }
  [[nodiscard]] bool ended_well() const { return is_good_ && rest_.empty(); }
  void spoil() { is_good_ = false; }

 private:
  std::string_view rest_;
  bool is_good_ = true;
};

struct Moment {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

std::optional<Instant> instant_of(const Moment& at) {
  const std::chrono::year_month_day date(std::chrono::year(at.year),
                                         std::chrono::month(static_cast<unsigned>(at.month)),
                                         std::chrono::day(static_cast<unsigned>(at.day)));
  if (!date.ok() || at.hour > 23 || at.minute > 59 || at.second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(at.hour) + std::chrono::minutes(at.minute) +
         std::chrono::seconds(at.second);
}

// ".123456": what is finer than milliseconds is dropped.
Millis fraction(Pieces& pieces) {
  pieces.literal(".");
  int millis = 0;
  int digits = 0;
  while (!pieces.next_is('Z') && !pieces.next_is('+') && !pieces.next_is('-') && digits < 9) {
    const int digit = pieces.number(1);
    if (digits < 3) millis = millis * 10 + digit;
    ++digits;
  }
  if (digits == 0) pieces.spoil();
  for (; digits < 3; ++digits) millis *= 10;
  return Millis(millis);
}

std::chrono::minutes offset(Pieces& pieces) {
  if (pieces.next_is('Z')) {
    pieces.literal("Z");
    return {};
  }
  const std::string_view sign = pieces.take(1);
  if (sign != "+" && sign != "-") pieces.spoil();
  const int hours = pieces.number(2);
  pieces.literal(":");
  const std::chrono::minutes east(hours * 60 + pieces.number(2));
  return sign == "-" ? -east : east;
}

}  // namespace

std::optional<Instant> parse_timestamp(std::string_view text) {
  Pieces pieces(text);
  Moment at;
  at.year = pieces.number(4);
  pieces.literal("-");
  at.month = pieces.number(2);
  pieces.literal("-");
  at.day = pieces.number(2);
  pieces.literal("T");
  at.hour = pieces.number(2);
  pieces.literal(":");
  at.minute = pieces.number(2);
  pieces.literal(":");
  at.second = pieces.number(2);
  const Millis millis = pieces.next_is('.') ? fraction(pieces) : Millis(0);
  const std::chrono::minutes east = offset(pieces);
  const auto instant = instant_of(at);
  if (!pieces.ended_well() || !instant) return std::nullopt;
  return *instant + millis - east;
}

std::optional<Instant> parse_http_date(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  Pieces pieces(text);
  pieces.take(3);  // the day of the week follows from the date
  pieces.literal(", ");
  Moment at;
  at.day = pieces.number(2);
  pieces.literal(" ");
  const auto month = std::ranges::find(kMonths, pieces.take(3));
  at.month = static_cast<int>(month - kMonths.begin()) + 1;
  pieces.literal(" ");
  at.year = pieces.number(4);
  pieces.literal(" ");
  at.hour = pieces.number(2);
  pieces.literal(":");
  at.minute = pieces.number(2);
  pieces.literal(":");
  at.second = pieces.number(2);
  pieces.literal(" GMT");
  const auto instant = instant_of(at);
  if (!pieces.ended_well() || !instant) return std::nullopt;
  return instant;
}

}  // namespace curfew::aws
