#include "domain/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curfew {
namespace {

using testing::HasSubstr;

std::string refused(const std::string& text) {
  const auto cleaned = clean_text("reason", text);
  EXPECT_FALSE(cleaned) << "was accepted";
  if (cleaned) return {};
  EXPECT_EQ(cleaned.error().code, ErrorCode::kInvalid);
  return cleaned.error().public_text;
}

std::string repeated(const std::string& character, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += character;
  return text;
}

TEST(CleanTextTest, WhiteSpaceAtTheEndsIsDropped) {
  EXPECT_EQ(clean_text("reason", " \t\r\n a reason\n\twith lines \v\f"), "a reason\n\twith lines");
}

TEST(CleanTextTest, NothingIsNoReason) {
  for (const char* nothing : {"", " ", "\n\t \r\n"}) EXPECT_THAT(refused(nothing), HasSubstr("reason"));
}

TEST(CleanTextTest, FourThousandAndNinetySixCharactersAreKept) {
  EXPECT_TRUE(clean_text("reason", repeated("a", 4096)));
  EXPECT_TRUE(clean_text("reason", "  " + repeated("a", 4096) + "  ")) << "counted after trimming";
  EXPECT_TRUE(clean_text("reason", repeated("\xF0\x9F\x98\x80", 4096))) << "characters, not bytes";
  EXPECT_THAT(refused(repeated("a", 4097)), HasSubstr("4097"));
  EXPECT_THAT(refused(repeated("\xC3\xA4", 4097)), HasSubstr("4097"));
}

TEST(CleanTextTest, ControlCharactersAreRefused) {
  for (int c = 0; c < 0x20; ++c) {
    const std::string text = std::string("a") + static_cast<char>(c) + "b";
    EXPECT_EQ(clean_text("reason", text).has_value(), c == '\n' || c == '\t') << c;
  }
  EXPECT_THAT(refused("a\x7F"
                      "b"),
              HasSubstr("control character"));
  for (int c = 0x80; c < 0xA0; ++c) {
    EXPECT_THAT(refused(std::string("a\xC2") + static_cast<char>(c) + "b"), HasSubstr("control character")) << c;
  }
  EXPECT_TRUE(clean_text("reason",
                         "a\xC2\xA0"
                         "b"))
      << "a no-break space is none";
}

TEST(CleanTextTest, WhatIsNotUtf8IsRefused) {
  for (const char* wrong : {"a\xFF", "\xC3", "a\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
    EXPECT_THAT(refused(wrong), HasSubstr("UTF-8"));
  }
}

TEST(CleanTextTest, MarkupIsKeptAsItIs) {
  EXPECT_EQ(clean_text("reason", "<script>alert(1)</script>"), "<script>alert(1)</script>")
      << "whoever shows it escapes it";
}

}  // namespace
}  // namespace curfew
