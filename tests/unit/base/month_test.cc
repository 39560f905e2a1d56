#include "base/month.h"

#include <gtest/gtest.h>

namespace curfew {
namespace {

using std::chrono::seconds;

TEST(MonthTest, AMonthIsWrittenInOneWay) {
  for (const char* text : {"1970-01", "2024-02", "2026-11", "9999-12"}) {
    const auto month = month_from(text);
    ASSERT_TRUE(month.has_value()) << text;
    EXPECT_EQ(to_text(*month), text);
  }
  for (const char* text :
       {"", "2026", "2026-", "2026-1", "2026-00", "2026-13", "26-11", "2026/11", "2026-11-01", " 2026-11", "2026-11 ",
        "+026-11", "-026-11", "2026-+1", "1969-12", "0000-01", "٢٠٢٦-11", "2026-1a"}) {
    EXPECT_EQ(month_from(text), std::nullopt) << text;
  }
}

TEST(MonthTest, AMonthBeginsAndEndsToTheSecond) {
  const Month november = *month_from("2026-11");
  EXPECT_EQ(iso8601(begin_of(november)), "2026-11-01T00:00:00Z");
  EXPECT_EQ(month_of(begin_of(november)), november);
  EXPECT_EQ(to_text(month_of(begin_of(november) - seconds(1))), "2026-10");
  const Seconds end = begin_of(november + std::chrono::months(1));
  EXPECT_EQ(iso8601(end), "2026-12-01T00:00:00Z");
  EXPECT_EQ(month_of(end - seconds(1)), november);
  EXPECT_EQ(to_text(month_of(end)), "2026-12");
}

TEST(MonthTest, YearsAndFebruariesTurn) {
  EXPECT_EQ(iso8601(begin_of(*month_from("2026-12") + std::chrono::months(1))), "2027-01-01T00:00:00Z");
  const auto days_in = [](const char* text) {
    const Month month = *month_from(text);
    return (begin_of(month + std::chrono::months(1)) - begin_of(month)) / std::chrono::days(1);
  };
  EXPECT_EQ(days_in("2024-02"), 29);
  EXPECT_EQ(days_in("2026-02"), 28);
  EXPECT_EQ(days_in("2100-02"), 28);
}

}  // namespace
}  // namespace curfew
