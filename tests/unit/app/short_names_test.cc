#include "app/short_names.h"

#include <gtest/gtest.h>

#include <string>

namespace curfew {
namespace {

std::string given(std::string_view title) { return ShortNames().give(title, "Account"); }

TEST(ShortNamesTest, AreMadeOfWhatMayStandInThem) {
  EXPECT_EQ(given("Production"), "Production");
  EXPECT_EQ(given("Log Archive"), "LogArchive");
  EXPECT_EQ(given("log archive"), "logArchive");
  EXPECT_EQ(given("data-lake_2.0"), "data-lake_2.0");
  EXPECT_EQ(given(" \"Team\" (EU)"), "TeamEU");
}

TEST(ShortNamesTest, BeginWithALetterWhateverTheTitleIs) {
  EXPECT_EQ(given("4711 Corp"), "Account4711Corp");
  EXPECT_EQ(given("-x"), "Account-x");
  EXPECT_EQ(given(""), "Account");
  EXPECT_EQ(given("\xE6\x9D\xB1\xE4\xBA\xAC"), "Account");
  EXPECT_EQ(given("\xFF\n\x01"), "Account");
}

TEST(ShortNamesTest, AreNeverLongerThanTheyMayBe) {
  ShortNames names;
  const std::string longest(kLongestShortName, 'a');
  EXPECT_EQ(names.give(longest + "b", "Account"), longest);
  EXPECT_EQ(names.give(longest + "c", "Account"), std::string(kLongestShortName - 2, 'a') + "-2");
}

TEST(ShortNamesTest, NobodyGetsANameThatSomebodyHas) {
  ShortNames names;
  names.take("Audit");
  EXPECT_EQ(names.give("Audit", "Account"), "Audit-2");
  EXPECT_EQ(names.give("audit", "Account"), "audit-3") << "people do not tell names by their case";
  EXPECT_EQ(names.give("Audit-2", "Account"), "Audit-2-2");
  EXPECT_EQ(names.give("", "Account"), "Account");
  EXPECT_EQ(names.give("", "Account"), "Account-2");
}

}  // namespace
}  // namespace curfew
