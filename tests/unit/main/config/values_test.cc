#include "main/config/values.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace curfew::config {
namespace {

using namespace std::chrono_literals;

TEST(ConfigValuesTest, ADurationIsANumberAndItsUnit) {
  EXPECT_EQ(parse_duration("0ms"), 0ms);
  EXPECT_EQ(parse_duration("1500ms"), 1500ms);
  EXPECT_EQ(parse_duration("90s"), 90s);
  EXPECT_EQ(parse_duration("10m"), 10min);
  EXPECT_EQ(parse_duration("8h"), 8h);
  EXPECT_EQ(parse_duration("2d"), 48h);
}

TEST(ConfigValuesTest, WhatIsNoDurationIsNotGuessed) {
  for (const std::string text : {"", "8", "h", "8 h", " 8h", "8h ", "-8h", "+8h", "8H", "1.5h", "8hours", "1h30m",
                                 "0x8h", "99999999999999999999h", "9223372036854775807d"}) {
    EXPECT_FALSE(parse_duration(text).has_value()) << '"' << text << '"';
  }
}

TEST(ConfigValuesTest, ADurationIsWrittenInItsLargestUnit) {
  EXPECT_EQ(to_text(Millis{0}), "0s");
  EXPECT_EQ(to_text(Millis{1500}), "1500ms");
  EXPECT_EQ(to_text(Millis{90s}), "90s");
  EXPECT_EQ(to_text(Millis{60min}), "1h");
  EXPECT_EQ(to_text(Millis{7 * 24h}), "7d");
}

TEST(ConfigValuesTest, OnlyWhatIsNearIsSuggested) {
  EXPECT_EQ(did_you_mean("lisen", {"listen", "public_url"}), " Did you mean \"listen\"?");
  EXPECT_EQ(did_you_mean("Listen", {"listen", "public_url"}), " Did you mean \"listen\"?");
  EXPECT_EQ(did_you_mean("publicurl", {"listen", "public_url"}), " Did you mean \"public_url\"?");
  EXPECT_EQ(did_you_mean("banana", {"listen", "public_url"}), "");
  EXPECT_EQ(did_you_mean("x", {}), "");
}

}  // namespace
}  // namespace curfew::config
