#include "main/config/toml_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace curfew::config {
namespace {

TEST(TomlFileTest, ValuesKeepTheirTypesAndTheLinesOfTheirKeys) {
  const auto tree = parse_toml("[a]\ntext = \"x\"\nnumber = 7\nflag = true\nlist = [\n  \"y\",\n]\nfloat = 1.5\n", "f");
  ASSERT_TRUE(tree.has_value());
  const ConfigNode* section = tree->find("a");
  ASSERT_NE(section, nullptr);
  EXPECT_EQ(section->find("text")->text, "x");
  EXPECT_EQ(section->find("number")->integer, 7);
  EXPECT_TRUE(section->find("flag")->boolean);
  EXPECT_EQ(section->find("list")->items.at(0).text, "y");
  EXPECT_EQ(section->find("float")->kind, ConfigNode::Kind::kOther);
  EXPECT_EQ(section->place.line, 1);
  EXPECT_EQ(section->find("text")->place.line, 2);
  EXPECT_EQ(section->find("list")->place.line, 5);
}

TEST(TomlFileTest, EveryBlockHasTheLineOfItsHeader) {
  const auto tree = parse_toml("[[a]]\nx = 1\n[[a]]\nx = 2\n", "f");
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(tree->find("a")->items.at(0).place.line, 1);
  EXPECT_EQ(tree->find("a")->items.at(1).place.line, 3);
}

TEST(TomlFileTest, AFaultNamesItsLine) {
  const auto tree = parse_toml("[a]\nx = 1\ny = \n", "f.toml");
  ASSERT_FALSE(tree.has_value());
  EXPECT_THAT(to_text(tree.error()), testing::StartsWith("f.toml:3: is no valid TOML"));
}

TEST(TomlFileTest, NestingWithoutEndIsAFaultAndNoCrash) {
  EXPECT_FALSE(parse_toml("a = " + std::string(100'000, '['), "f").has_value());
}

TEST(TomlFileTest, BytesThatAreNoUtf8AreAFault) { EXPECT_FALSE(parse_toml("a = \"\xFF\xFE\"\n", "f").has_value()); }

}  // namespace
}  // namespace curfew::config
