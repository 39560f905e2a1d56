#include "adapters/sqlite_file/attributes_json.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace curfew::sqlite_file {
namespace {

using namespace std::string_literals;

TEST(AttributesJsonTest, EveryKindOfValueReadsBackEqual) {
  const Attributes attributes{{"Text", "with \"quotes\", \\ and / and \n"},
                              {"Empty", ""},
                              {"NUL", "before\0after"s},
                              {"Unicode", "Zugriff für Jörg – 承認 🔑"},
                              {"Zero", std::int64_t{0}},
                              {"Least", std::numeric_limits<std::int64_t>::min()},
                              {"Most", std::numeric_limits<std::int64_t>::max()},
                              {"List", std::vector<std::string>{"a", "", "b\0c"s}},
                              {"NoList", std::vector<std::string>{}}};
  const Result<Attributes> back = from_json(to_json(attributes));
  ASSERT_TRUE(back.has_value()) << back.error().log_text;
  EXPECT_EQ(*back, attributes);
}

TEST(AttributesJsonTest, BytesThatAreNoUtf8AreKeptByteByByte) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  const Attributes attributes{{"UserAgent", "curl/7.88 \xC3"},
                              {"Bytes", every_byte},
                              {"List", std::vector<std::string>{"fine", "\xFF"}},
                              {"Surrogate", "\xED\xA0\x80"}};
  const std::string json = to_json(attributes);
  EXPECT_EQ(json.find('\xC3'), std::string::npos) << "JSON must be UTF-8 for whoever else reads the file";
  const Result<Attributes> back = from_json(json);
  ASSERT_TRUE(back.has_value()) << back.error().log_text;
  EXPECT_EQ(*back, attributes);
}

class ForeignJsonTest : public testing::TestWithParam<std::string> {};

TEST_P(ForeignJsonTest, WhatCurfewDoesNotWriteIsDamaged) {
  const Result<Attributes> read = from_json(GetParam());
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::kDamaged);
  EXPECT_NE(read.error().public_text, "");
}

INSTANTIATE_TEST_SUITE_P(Table, ForeignJsonTest,
                         testing::Values("", "{", "[]", "null", R"("text")", "{} ", R"({"a": 1})", R"({"a":1,"a":2})",
                                         R"({"b":1,"a":2})", R"({"a":1.0})", R"({"a":1e3})", R"({"a":true})",
                                         R"({"a":null})", R"({"a":9223372036854775808})", R"({"a":{"b":"c"}})",
                                         R"({"a":{"base64url":"Zg"}})", R"({"a":{"base64url":"_w","b":1}})",
                                         R"({"a":{"base64url":"_x"}})", R"({"a":[1]})", R"({"a":[["b"]]})",
                                         R"({"a":"\u0041"})", "{\"a\":\"\xFF\"}", "{\"a\":1}\0"s));

}  // namespace
}  // namespace curfew::sqlite_file
