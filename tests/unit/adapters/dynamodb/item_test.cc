#include "adapters/dynamodb/item.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <limits>
#include <string>

namespace curfew::dynamodb {
namespace {

Item parsed(std::string_view text) { return boost::json::parse(text).as_object(); }

TEST(ItemTest, AttributesTravelWithTheirTypes) {
  const Attributes attributes{
      {"Status", "ACTIVE"}, {"Version", std::int64_t{3}}, {"Leases", std::vector<std::string>{"a", ""}}};
  const Item item = item_of(attributes);
  EXPECT_EQ(item, parsed(R"({"Leases":{"L":[{"S":"a"},{"S":""}]},"Status":{"S":"ACTIVE"},"Version":{"N":"3"}})"));
  EXPECT_EQ(attributes_in(item, "it").value(), attributes);
}

TEST(ItemTest, NumbersOfSixtyFourBitsKeepEveryDigit) {
  for (const std::int64_t number : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
                                    (std::int64_t{1} << 53) + 1, std::numeric_limits<std::int64_t>::max()}) {
    const Attributes attributes{{"N", number}};
    EXPECT_EQ(attributes_in(item_of(attributes), "it").value(), attributes);
  }
}

TEST(ItemTest, EmptyTextsAndListsStay) {
  const Attributes attributes{{"Empty", ""}, {"None", std::vector<std::string>{}}};
  EXPECT_EQ(attributes_in(item_of(attributes), "it").value(), attributes);
}

TEST(ItemTest, ATextThatIsNoUtf8IsBinary) {
  for (const std::string& bytes :
       {std::string("\xC3"), std::string("a\xFF"), std::string("ab\xFE"), std::string("\0\xC3", 2)}) {
    const Attributes attributes{{"UserAgent", bytes}, {"List", std::vector<std::string>{bytes}}};
    const Item item = item_of(attributes);
    EXPECT_TRUE(item.at("UserAgent").as_object().contains("B"));
    EXPECT_EQ(attributes_in(item, "it").value(), attributes);
  }
}

TEST(ItemTest, WhatCurfewDoesNotWriteIsDamage) {
  for (const std::string_view value :
       {R"({"BOOL":true})", R"({"NULL":true})", R"({"M":{}})", R"({"SS":["a"]})", R"({"N":"1.5"})", R"({"N":"1E3"})",
        R"({"N":"9223372036854775808"})", R"({"N":""})", R"({"N":1})", R"({"S":1})", R"({"B":"no base64"})",
        R"({"B":"=YWI"})", R"({"L":[{"N":"1"}]})", R"({})", R"({"S":"a","N":"1"})", R"("a")"}) {
    const auto read = attributes_in(parsed(R"({"Good":{"S":"a"},"Bad":)" + std::string(value) + "}"), "request 7");
    ASSERT_FALSE(read) << value;
    EXPECT_EQ(read.error().code, ErrorCode::kDamaged);
    EXPECT_EQ(read.error().log_text, "request 7: the type of Bad");
  }
}

TEST(ItemTest, TheStoresOwnAttributesAreNotTheRecords) {
  const Item item = parsed(R"({"Pk":{"S":"a"},"Sk":{"M":{}},"State":{"S":"HELD"}})");
  EXPECT_EQ(attributes_in(item, "it", {"Pk", "Sk"}).value(), (Attributes{{"State", "HELD"}}));
}

TEST(ItemTest, ASizeIsThatOfNamesAndValues) {
  EXPECT_EQ(size_of(parsed(R"({"Name":{"S":"12345"}})")), 9U);
  EXPECT_EQ(size_of(parsed(R"({"Name":{"L":[{"S":"12"},{"S":"3"}]}})")), 4U + 3 + 2 + 3);
}

}  // namespace
}  // namespace curfew::dynamodb
