#include "entry/cli/console.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace curfew::cli {
namespace {

std::optional<std::string> line_of(const std::string& text) {
  std::istringstream in(text);
  const auto line = read_secret_line(in);
  return line ? std::optional(line->reveal()) : std::nullopt;
}

TEST(ConsoleTest, ALineEndsWithOrWithoutACarriageReturnOrAtTheEnd) {
  EXPECT_EQ(line_of("secret\n"), "secret");
  EXPECT_EQ(line_of("secret\r\n"), "secret");
  EXPECT_EQ(line_of("secret"), "secret");
  EXPECT_EQ(line_of("first\nsecond\n"), "first");
}

TEST(ConsoleTest, SpacesBelongToAPassword) { EXPECT_EQ(line_of(" a b \n"), " a b "); }

TEST(ConsoleTest, AnEmptyLineIsALineAndNoInputIsNone) {
  EXPECT_EQ(line_of("\n"), "");
  EXPECT_EQ(line_of(""), std::nullopt);
}

TEST(ConsoleTest, AnEndlessLineIsCut) { EXPECT_EQ(line_of(std::string(1'000'000, 'x'))->size(), 4096U); }

}  // namespace
}  // namespace curfew::cli
