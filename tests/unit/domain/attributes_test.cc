#include "domain/attributes.h"

#include <gtest/gtest.h>

#include <set>

namespace curfew {
namespace {

using List = std::vector<std::string>;

TEST(CanonicalTest, IsSpelledOutOnce) {
  EXPECT_EQ(canonical({}), "");
  EXPECT_EQ(canonical({{"B", std::int64_t{-12}}, {"A", "x"}, {"C", List{"", "yz"}}}),
            "k1:As1:xk1:Bn3:-12k1:Cl1:2s0:s2:yz");
}

TEST(CanonicalTest, DifferentRecordsNeverHaveTheSameBytes) {
  const std::vector<Attributes> records{
      {},
      {{"", ""}},
      {{"A", ""}},
      {{"A", "1"}},
      {{"A", std::int64_t{1}}},
      {{"A", List{}}},
      {{"A", List{""}}},
      {{"A", List{"", ""}}},
      {{"A", List{"1"}}},
      {{"A", List{"1s1:2"}}},
      {{"A", List{"1", "2"}}},
      {{"A", "1"}, {"B", "2"}},
      {{"A", "1k1:Bs1:2"}},
      {{"A1", "s"}},
      {{"A", "1s"}},
      {{"AB", "c"}},
      {{"A", "Bc"}},
      {{"A", std::string("x\0y", 3)}},
      {{"A", std::string("x")}},
  };
  std::set<std::string> spellings;
  for (const Attributes& record : records) spellings.insert(canonical(record));
  EXPECT_EQ(spellings.size(), records.size());
}

TEST(AttributeReaderTest, TheFirstFaultIsReported) {
  const Attributes attributes{{"Name", "x"}, {"Count", std::int64_t{3}}};
  AttributeReader in("request", attributes);
  EXPECT_EQ(in.text("Name"), "x");
  EXPECT_EQ(in.number("Count"), 3);
  EXPECT_TRUE(in.check());
  EXPECT_EQ(in.text("Count"), "");
  EXPECT_EQ(in.number("Gone"), 0);
  const Status checked = in.check();
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kDamaged);
  EXPECT_EQ(checked.error().log_text, "damaged request: Count has the wrong type");
  EXPECT_EQ(checked.error().public_text.find("Count"), std::string::npos) << "the caller is not told of our insides";
}

TEST(AttributeReaderTest, WhatIsOptionalMayBeMissingButNotMistyped) {
  const Attributes attributes{{"Number", std::int64_t{3}}};
  AttributeReader in("record", attributes);
  EXPECT_EQ(in.text_or_empty("Gone"), "");
  EXPECT_EQ(in.list("Gone"), List{});
  EXPECT_TRUE(in.check());
  EXPECT_EQ(in.list("Number"), List{});
  EXPECT_FALSE(in.check());
}

}  // namespace
}  // namespace curfew
