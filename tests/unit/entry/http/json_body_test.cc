#include "entry/http/json_body.h"

#include <gtest/gtest.h>

namespace curfew::http {
namespace {

std::string fault_of(std::string_view text) {
  auto body = JsonBody::parse(text);
  if (!body) return body.error().public_text;
  static_cast<void>(body->text("name"));
  static_cast<void>(body->optional_text("note"));
  static_cast<void>(body->optional_whole_number("count"));
  const Status status = body->check();
  return status ? "" : status.error().public_text;
}

TEST(JsonBodyTest, ReadsTextAndWholeNumbers) {
  auto body = JsonBody::parse(R"( {"name":"\u00e9\n","count":-7} )").value();
  EXPECT_EQ(body.text("name"), "\xc3\xa9\n");
  EXPECT_EQ(body.optional_whole_number("count"), -7);
  EXPECT_EQ(body.optional_text("note"), std::nullopt);
  EXPECT_TRUE(body.check());
}

TEST(JsonBodyTest, OnlyOneObjectIsABody) {
  for (const char* text : {"", " ", "[]", "\"name\"", "1", "null", "{", "{}{}", "{} x", R"({"name":"a",})",
                           "{'name':'a'}", R"({"name":"a"} // comment)", R"({name:"a"})", "{\"name\":\"\xff\"}",
                           R"({"name":"\ud800"})", R"([{"name":"a"}])", "\xef\xbb\xbf{}", "{\"name\":\"a\nb\"}"}) {
    EXPECT_EQ(fault_of(text).substr(0, 13), "The body must") << text;
  }
}

TEST(JsonBodyTest, AMemberGivenTwiceIsRefusedHoweverItIsWritten) {
  EXPECT_EQ(fault_of(R"({"name":"a","name":"a"})"), "The member \"name\" is given twice in the body.");
  EXPECT_EQ(fault_of(R"({"name":"a","n\u0061me":"b"})"), "The member \"name\" is given twice in the body.");
}

TEST(JsonBodyTest, AnUnknownMemberIsNamedWithThoseThatAreKnown) {
  EXPECT_EQ(fault_of(R"({"name":"a","nmae":"b"})"), "This call knows no member \"nmae\"; it knows count, name, note.");
}

TEST(JsonBodyTest, WrongTypesAreNamed) {
  EXPECT_EQ(fault_of("{}"), "The member \"name\" is missing in the body.");
  EXPECT_EQ(fault_of(R"({"name":null})"), "The member \"name\" must be text, not null.");
  EXPECT_EQ(fault_of(R"({"name":7})"), "The member \"name\" must be text, not a number.");
  EXPECT_EQ(fault_of(R"({"name":true})"), "The member \"name\" must be text, not true or false.");
  EXPECT_EQ(fault_of(R"({"name":["a","b"]})"), "The member \"name\" must be text, not a list.");
  EXPECT_EQ(fault_of(R"({"name":{"name":"a"}})"), "The member \"name\" must be text, not an object.");
  EXPECT_EQ(fault_of(R"({"name":"a","note":null})"), "The member \"note\" must be text, not null.");
}

TEST(JsonBodyTest, ANumberMustBeWrittenAsAnInteger) {
  for (const char* number :
       {"60.0", "6e1", "1.5", "99999999999999999999", "9223372036854775808", "\"60\"", "null", "[60]"}) {
    EXPECT_NE(fault_of(R"({"name":"a","count":)" + std::string(number) + "}"), "") << number;
  }
  EXPECT_EQ(fault_of(R"({"name":"a","count":0})"), "");
}

TEST(JsonBodyTest, DepthIsBounded) {
  const std::string deep = std::string(100'000, '[');
  EXPECT_NE(fault_of(R"({"name":)" + deep), "");
}

}  // namespace
}  // namespace curfew::http
