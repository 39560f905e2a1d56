#include "base/words.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace curfew {
namespace {

enum class Colour : std::uint8_t { kRed, kGreen, kNameless };

constexpr Words<Colour, 2> kColours{{{Colour::kRed, "RED"}, {Colour::kGreen, "GREEN"}}};

TEST(WordsTest, ATableReadsBothWays) {
  for (const auto& [colour, text] : kColours) {
    EXPECT_EQ(word_in(kColours, colour), text);
    EXPECT_EQ(value_in(kColours, text), colour);
  }
}

TEST(WordsTest, OnlyTheExactSpellingIsAWord) {
  for (const char* text : {"", "red", "RED ", "RE", "BLUE"}) EXPECT_EQ(value_in(kColours, text), std::nullopt) << text;
}

TEST(WordsTest, AValueOutsideTheTableHasNoWord) { EXPECT_EQ(word_in(kColours, Colour::kNameless), ""); }

}  // namespace
}  // namespace curfew
