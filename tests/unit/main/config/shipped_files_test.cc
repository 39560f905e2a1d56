#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>

#include "config_fixture.h"
#include "main/config/configuration.h"

// The configuration files that come with Curfew.
namespace curfew::config {
namespace {

std::string shipped(const std::string& name) {
  std::ifstream file(std::filesystem::path(CURFEW_CONFIG_DIR) / name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class ShippedConfigTest : public ConfigTest {};

TEST_F(ShippedConfigTest, TheDemonstrationHasTheManualsCatalogAndNothingElse) {
  const auto loaded = load(std::filesystem::path(CURFEW_CONFIG_DIR) / "demo.toml", {});
  ASSERT_TRUE(loaded.has_value()) << to_text(loaded.error());
  std::map<std::string, std::string> accounts;
  for (const CatalogAccount& account : loaded->accounts) accounts[account.title] = account.id.str();
  EXPECT_EQ(accounts, (std::map<std::string, std::string>{
                          {"Management", "533267321107"}, {"Log Archive", "269423819609"}, {"Audit", "329668418788"}}));
  std::map<std::string, Risk> sets;
  for (const PermissionSetConfig& set : loaded->permission_sets) sets[set.entry.aws_name] = set.entry.risk;
  EXPECT_EQ(sets, (std::map<std::string, Risk>{{"JIT-S3FullAccess", Risk::kLow},
                                               {"JIT-EC2FullAccess", Risk::kLow},
                                               {"JIT-EmergencyAdmin", Risk::kHigh}}));
  EXPECT_TRUE(is_all_embedded(*loaded));
  EXPECT_TRUE(loaded->server.listens_on_loopback_only);
}

TEST_F(ShippedConfigTest, TheExampleIsGoodAsItStands) { good(shipped("curfew.example.toml")); }

TEST_F(ShippedConfigTest, TheExampleForAwsIsGoodAndItsDefaultsAreTheDefaults) {
  const std::string example = shipped("aws.example.toml");
  const Configuration silent = good(example);
  EXPECT_TRUE(calls_aws(silent));
  const std::string spelt_out = std::regex_replace(example, std::regex("(^|\n)#([a-z_]+ = )"), "$1$2");
  ASSERT_NE(spelt_out, example);
  const Configuration spoken = good(spelt_out);
  EXPECT_EQ(spoken.aws, silent.aws);
  EXPECT_EQ(spoken.store, silent.store);
  EXPECT_EQ(spoken.identity_center, silent.identity_center);
  EXPECT_EQ(spoken.sign_in, silent.sign_in);
}

TEST_F(ShippedConfigTest, TheDefaultsThatTheExampleStatesAreTheDefaults) {
  const std::string example = shipped("curfew.example.toml");
  const Configuration silent = good(example);
  // "#key = value" states a default, so writing it out changes nothing.
  const std::string spelt_out = std::regex_replace(example, std::regex("(^|\n)#([a-z_]+ = )"), "$1$2");
  ASSERT_NE(spelt_out, example);
  const Configuration spoken = good(spelt_out);
  EXPECT_EQ(spoken.server, silent.server);
  EXPECT_EQ(spoken.store, silent.store);
  EXPECT_EQ(spoken.identity_center, silent.identity_center);
  EXPECT_EQ(spoken.sign_in, silent.sign_in);
  EXPECT_EQ(spoken.mail, silent.mail);
  EXPECT_EQ(spoken.notices, silent.notices);
  EXPECT_EQ(spoken.policy, silent.policy);
  EXPECT_EQ(spoken.limits, silent.limits);
  EXPECT_EQ(spoken.reconcile, silent.reconcile);
  EXPECT_EQ(spoken.permission_sets.at(0).max_session, silent.permission_sets.at(0).max_session);
  EXPECT_EQ(spoken.permission_sets.at(0).entry.max_duration, silent.permission_sets.at(0).entry.max_duration);
}

TEST_F(ShippedConfigTest, EveryExampleIsAKeyThatExists) {
  // "# key = value" is an example; as it stands it may name files that are not here, but never an unknown key.
  const std::string spelt_out =
      std::regex_replace(shipped("curfew.example.toml"), std::regex("(^|\n)# ?(kind = \"smtp\"|[a-z_]+ = )"), "$1#$2");
  const std::string smtp =
      replaced(replaced(spelt_out, "kind = \"maildir\"\npath", "#path"), "#kind = \"smtp\"", "kind = \"smtp\"");
  const auto loaded = load_text(std::regex_replace(smtp, std::regex("(^|\n)#(?!path)([a-z_]+ = )"), "$1$2"));
  ASSERT_FALSE(loaded.has_value());  // for the files that are not here
  EXPECT_THAT(to_text(loaded.error()), testing::Not(testing::HasSubstr("no such key")));
  EXPECT_THAT(to_text(loaded.error()), testing::Not(testing::HasSubstr("TOML")));
}

}  // namespace
}  // namespace curfew::config
