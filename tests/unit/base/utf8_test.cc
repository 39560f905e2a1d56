#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace curfew {
namespace {

TEST(Utf8Test, KnowsTheLengthOfEachCharacter) {
  EXPECT_EQ(utf8_length("a"), 1U);
  EXPECT_EQ(utf8_length("ä!"), 2U);
  EXPECT_EQ(utf8_length("€!"), 3U);
  EXPECT_EQ(utf8_length("😀!"), 4U);
  EXPECT_EQ(utf8_length(std::string(1, '\0')), 1U);
  EXPECT_EQ(utf8_length(""), 0U);
}

TEST(Utf8Test, RefusesWhatRfc3629Forbids) {
  for (const std::string bad :
       {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE2\x82", "\xE2\x28\xA1", "\xF0\x9F\x98"}) {
    EXPECT_EQ(utf8_length(bad), 0U) << testing::PrintToString(bad);
    EXPECT_FALSE(is_utf8("a" + bad)) << testing::PrintToString(bad);
  }
}

TEST(Utf8Test, AcceptsTheBordersOfEachRow) {
  for (const std::string good : {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                                 "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(good)) << testing::PrintToString(good);
  }
}

TEST(Utf8Test, ReplacesBadBytesAndKeepsTheRest) {
  EXPECT_EQ(to_utf8("grün"), "grün");
  EXPECT_EQ(to_utf8("a\xFF"
                    "b\xE2\x82"),
            "a\uFFFDb\uFFFD\uFFFD");
}

TEST(Utf8Test, CutsBetweenCharactersOnly) {
  EXPECT_EQ(utf8_prefix("a€b", 5), "a€b");
  EXPECT_EQ(utf8_prefix("a€b", 4), "a€");
  EXPECT_EQ(utf8_prefix("a€b", 3), "a");
  EXPECT_EQ(utf8_prefix("€", 2), "");
}

}  // namespace
}  // namespace curfew
