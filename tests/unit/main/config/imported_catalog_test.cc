// What `curfew catalog import` prints is put behind a configuration and read by the configuration's own reader:
// whatever AWS's names hold, the catalog is the one that was decided on, and nothing but a catalog.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "app/import_catalog.h"
#include "config_fixture.h"
#include "entry/cli/catalog_answer.h"
#include "support/fake_organization.h"

namespace curfew::config {
namespace {

using namespace std::chrono_literals;

constexpr const char* kBeforeTheCatalog = R"([aws]
region = "us-east-1"
[store]
kind = "sqlite"
path = "curfew.db"
[identity_center]
kind = "aws"
instance_arn = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
identity_store_id = "d-9067ab12cd"
[sign_in]
kind = "builtin"
[mail]
kind = "maildir"
path = "mail"
from = "access@example.com"
)";

class ImportedCatalogTest : public ConfigTest {
 protected:
  CatalogImport import(const Catalog& catalog = {}) {
    auto made = ImportCatalog(organization_)(catalog);
    EXPECT_TRUE(made);
    return made ? *std::move(made) : CatalogImport{};
  }
  // The configuration with the import behind it.
  Configuration appended() { return good(kBeforeTheCatalog + cli::toml_of(import(), false)); }

  test::FakeOrganization organization_;
};

TEST_F(ImportedCatalogTest, AnEmptyCatalogIsGoodForImportingAndForNothingElse) {
  EXPECT_FALSE(load_text(kBeforeTheCatalog));
  const auto loaded = load(write("curfew.toml", kBeforeTheCatalog), {}, EmptyCatalog::kAllow);
  ASSERT_TRUE(loaded) << to_text(loaded.error());
  EXPECT_TRUE(loaded->accounts.empty());
  const std::string broken = replaced(kBeforeTheCatalog, "kind = \"maildir\"", "kind = \"pigeon\"");
  EXPECT_FALSE(load(write("curfew.toml", broken), {}, EmptyCatalog::kAllow));
}

TEST_F(ImportedCatalogTest, WhatWasImportedIsWhatIsRead) {
  organization_.add_account("111111111111", "Log Archive");
  organization_.add_set("1", "JIT-S3FullAccess");
  organization_.add_set("2", "JIT-Admin").tags = Tags{};
  organization_.there_sets.back().session = 90min;
  const Configuration config = appended();
  ASSERT_EQ(config.accounts.size(), 1U);
  EXPECT_EQ(config.accounts[0].name, "LogArchive");
  EXPECT_EQ(config.accounts[0].title, "Log Archive");
  ASSERT_EQ(config.permission_sets.size(), 2U);
  EXPECT_EQ(config.permission_sets[0].entry.name, "Admin");
  EXPECT_EQ(config.permission_sets[0].entry.risk, Risk::kHigh);
  EXPECT_EQ(config.permission_sets[0].max_session, 90min);
  EXPECT_EQ(config.permission_sets[1].entry.name, "S3FullAccess");
  EXPECT_EQ(config.permission_sets[1].entry.aws_name, "JIT-S3FullAccess");
  EXPECT_EQ(config.permission_sets[1].entry.risk, Risk::kLow);
  EXPECT_EQ(config.permission_sets[1].max_session, 1h);
}

TEST_F(ImportedCatalogTest, AnImportOfTheImportIsNothing) {
  organization_.add_account("111111111111", "Audit");
  organization_.add_set("1", "JIT-S3FullAccess");
  EXPECT_EQ(cli::toml_of(import(catalog_of(appended())), false), "");
}

TEST_F(ImportedCatalogTest, NoNameSmugglesAnythingIn) {
  const std::vector<std::string> names{"a\"\n[server]\nlisten = \"0.0.0.0:80\"\n#",
                                       "'''\n[[permission_sets]]\n",
                                       "\\",
                                       "\\\"",
                                       "\r\n",
                                       std::string("nul\0nul", 7),
                                       "\x1B[2J",
                                       "Z\xC3\xBCrich \xF0\x9F\x94\x91",
                                       "\xE2\x80\xAEgnirts",
                                       "\xFF\xFE broken",
                                       "",
                                       std::string(300, 'x')};
  for (std::size_t i = 0; i < names.size(); ++i) {
    organization_.add_account(std::to_string(111111111111 + i), names[i]);
  }
  organization_.add_set("1", "JIT-Any").tags =
      Tags{{"RiskLevel", "Low\nrisk = \"low\""}, {"RequiresApproval", "false\r\n[x]"}};
  const Configuration config = appended();
  EXPECT_EQ(config.server.listen, "127.0.0.1:8080");
  ASSERT_EQ(config.accounts.size(), names.size());
  ASSERT_EQ(config.permission_sets.size(), 1U);
  EXPECT_EQ(config.permission_sets[0].entry.risk, Risk::kHigh);
  for (const CatalogAccount& account : config.accounts) {
    std::string name = names.at(std::stoull(account.id.str()) - 111111111111);
    std::ranges::replace_if(name, [](unsigned char c) { return c < 0x20; }, ' ');
    if (name.find_first_not_of(' ') == std::string::npos) {
      EXPECT_EQ(account.title, account.id.str());
    } else if (name.starts_with('\xFF')) {
      EXPECT_EQ(account.title, "\xEF\xBF\xBD\xEF\xBF\xBD broken");
    } else {
      EXPECT_EQ(account.title, name);
    }
  }
}

// Every short name is taken by the reader, also those of sets.
TEST_F(ImportedCatalogTest, EveryNameMakesAShortNameThatMayBeAskedFor) {
  for (const char* name : {"JIT-", "JIT-4711", "+=,.@-_", "@", "-", "JIT-JIT-x", "=cmd"}) {
    organization_.add_set(std::to_string(organization_.there_sets.size()), name);
  }
  organization_.add_account("111111111111", "x");
  EXPECT_EQ(appended().permission_sets.size(), 7U);
}

}  // namespace
}  // namespace curfew::config
