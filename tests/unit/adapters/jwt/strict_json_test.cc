#include "adapters/jwt/strict_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curfew::jwt {
namespace {

TEST(StrictJson, ReadsObjects) {
  const auto object = parse_object(R"( {"a":"x","n":-5,"t":true,"o":{"a":1},"list":[{"a":1},{"a":2}]} )");
  ASSERT_TRUE(object);
  EXPECT_EQ(text_member(*object, "a"), "x");
  EXPECT_EQ(number_member(*object, "n"), -5);
  EXPECT_EQ(truth_member(*object, "t"), true);
  EXPECT_EQ(text_member(*object, "n"), std::nullopt);
  EXPECT_EQ(number_member(*object, "a"), std::nullopt);
  EXPECT_EQ(truth_member(*object, "missing"), std::nullopt);
}

TEST(StrictJson, ListsOfTextsHoldNothingElse) {
  const auto object = parse_object(R"({"good":["a","b"],"none":[],"mixed":["a",1],"text":"a"})");
  ASSERT_TRUE(object);
  EXPECT_THAT(texts_member(*object, "good").value(), testing::ElementsAre("a", "b"));
  EXPECT_THAT(texts_member(*object, "none").value(), testing::IsEmpty());
  for (const char* name : {"mixed", "text", "missing"}) EXPECT_EQ(texts_member(*object, name), std::nullopt) << name;
}

TEST(StrictJson, RefusesTheSameKeyTwiceInOneObjectHoweverItIsSpelled) {
  EXPECT_FALSE(parse_object(R"({"a":1,"a":1})"));
  EXPECT_FALSE(parse_object(R"({"a":1,"\u0061":2})"));
  EXPECT_FALSE(parse_object(R"({"x":{"a":1,"b":2,"a":3}})"));
  EXPECT_FALSE(parse_object(R"({"x":[{"a":1,"a":3}]})"));
  EXPECT_TRUE(parse_object(R"({"a":{"a":{"a":1}}})"));
}

TEST(StrictJson, RefusesWhatIsNoSingleObject) {
  for (const char* text :
       {"", " ", "[]", "1", "null", "{} {}", "{}x", "{'a':1}", R"({"a":1,})", R"({a:1})", "// x\n{}"}) {
    EXPECT_FALSE(parse_object(text)) << text;
  }
}

}  // namespace
}  // namespace curfew::jwt
