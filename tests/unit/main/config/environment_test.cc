#include "main/config/environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "main/config/problem.h"

namespace curfew::config {
namespace {

ConfigNode table_of(const std::string& section, ConfigNode::Kind kind) {
  ConfigNode node;
  node.kind = kind;
  ConfigNode tree;
  tree.kind = ConfigNode::Kind::kTable;
  tree.entries.push_back({.key = section, .value = node});
  return tree;
}

TEST(EnvironmentTest, AVariableSetsAKeyOfASectionThatMayNotBeThereYet) {
  ConfigNode tree = table_of("store", ConfigNode::Kind::kTable);
  Problems problems;
  apply_environment({{"CURFEW_STORE__PATH", "a.db"}, {"CURFEW_SIGN_IN__POOL_ID", "x_y"}}, tree, problems);
  EXPECT_TRUE(problems.empty()) << to_text(problems);
  ASSERT_NE(tree.find("sign_in"), nullptr);
  EXPECT_EQ(tree.find("store")->find("path")->text, "a.db");
  EXPECT_EQ(tree.find("sign_in")->find("pool_id")->text, "x_y");
  EXPECT_EQ(to_text(tree.find("sign_in")->find("pool_id")->place), "CURFEW_SIGN_IN__POOL_ID in the environment");
}

TEST(EnvironmentTest, AVariableThatIsNoSettingIsAProblem) {
  for (const std::string name : {"CURFEW_", "CURFEW_STORE", "CURFEW_STORE_PATH", "CURFEW_STORE__", "CURFEW___PATH"}) {
    ConfigNode tree = table_of("store", ConfigNode::Kind::kTable);
    Problems problems;
    apply_environment({{name, "x"}}, tree, problems);
    ASSERT_EQ(problems.size(), 1U) << name;
    EXPECT_THAT(to_text(problems), testing::HasSubstr("CURFEW_SECTION__KEY"));
  }
}

TEST(EnvironmentTest, BlocksAreForTheFileAlone) {
  ConfigNode tree = table_of("accounts", ConfigNode::Kind::kList);
  Problems problems;
  apply_environment({{"CURFEW_ACCOUNTS__ID", "123456789012"}}, tree, problems);
  EXPECT_THAT(to_text(problems), testing::HasSubstr("accounts.id: only the file can set this"));
}

TEST(EnvironmentTest, TheNameOfTheFileIsNoSetting) {
  ConfigNode tree = table_of("store", ConfigNode::Kind::kTable);
  Problems problems;
  apply_environment({{"CURFEW_CONFIG", "/etc/curfew.toml"}}, tree, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(tree.entries.size(), 1U);
}

}  // namespace
}  // namespace curfew::config
