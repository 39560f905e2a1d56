#include "adapters/user_pool/password_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curfew::user_pool {
namespace {

using testing::HasSubstr;

std::string fault(const std::string& text) { return fault_in_password(Secret(text)).value_or("none"); }

TEST(PasswordPolicy, EveryRuleIsNamedAsCognitoNamesIt) {
  EXPECT_EQ(fault("Aa1!aaaa"), "none");
  EXPECT_THAT(fault("Aa1!aaa"), HasSubstr("Password not long enough"));
  EXPECT_THAT(fault("aaaaaa1!"), HasSubstr("must have uppercase"));
  EXPECT_THAT(fault("AAAAAA1!"), HasSubstr("must have lowercase"));
  EXPECT_THAT(fault("Aaaaaaa!"), HasSubstr("must have numeric"));
  EXPECT_THAT(fault("Aaaaaaa1"), HasSubstr("must have symbol"));
  EXPECT_EQ(fault("TempPass123!"), "none");
}

TEST(PasswordPolicy, LengthCountsCharactersNotBytes) {
  EXPECT_THAT(fault("Aa1!é€"), HasSubstr("not long enough"));  // 6 characters in 9 bytes
  EXPECT_EQ(fault("Aa1!éééé"), "none");
}

TEST(PasswordPolicy, EverySpecialCharacterOfCognitosListCounts) {
  for (const char special : std::string("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-")) {
    EXPECT_EQ(fault(std::string("Aaaaaa1") + special), "none") << special;
  }
  EXPECT_EQ(fault("Aaaa aa1"), "none");
  EXPECT_THAT(fault("Aaaaaa1é"), HasSubstr("must have symbol"));
}

TEST(PasswordPolicy, WhatCanBeNobodysPassword) {
  const auto possible = [](const std::string& text) { return is_possible_password(Secret(text)); };
  EXPECT_TRUE(possible("x"));
  EXPECT_TRUE(possible("two words"));
  EXPECT_TRUE(possible(std::string(256, 'x')));
  EXPECT_FALSE(possible(std::string(257, 'x')));
  EXPECT_FALSE(possible(""));
  EXPECT_FALSE(possible(" leading"));
  EXPECT_FALSE(possible("trailing "));
  EXPECT_FALSE(possible("line\nbreak"));
  EXPECT_FALSE(possible(std::string("nul\0byte", 8)));
  EXPECT_FALSE(possible("not utf-8 \xFF"));
}

}  // namespace
}  // namespace curfew::user_pool
