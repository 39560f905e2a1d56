#include "main/config/configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <variant>

#include "config_fixture.h"

namespace curfew::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(ConfigTest, WhatIsNotSetHasTheDefaultsOfTheProduct) {
  const Configuration config = good(kGoodFile);
  EXPECT_EQ(config.server.listen, "127.0.0.1:8080");
  EXPECT_TRUE(config.server.listens_on_loopback_only);
  EXPECT_FALSE(config.server.public_url.has_value());
  EXPECT_EQ(config.policy.pending_lapse, 8h);
  EXPECT_EQ(config.policy.granting_limit, 10min);
  EXPECT_EQ(config.reconcile.mode, ReconcileMode::kReport);
  EXPECT_EQ(config.reconcile.period, 60min);
  EXPECT_EQ(config.limits.requests_per_second, 1000);
  EXPECT_EQ(config.limits.caller_per_second, 200);
  EXPECT_EQ(config.limits.caller_burst, 400);
  EXPECT_EQ(config.limits.body_bytes, 65536U);
  EXPECT_TRUE(config.sign_in.require_verified_email);
  const auto& pool = std::get<BuiltinSignInConfig>(config.sign_in.kind);
  EXPECT_EQ(pool.password_expiry, std::chrono::days{0});
  EXPECT_EQ(pool.key_file, config.store.path.string() + ".key");
  EXPECT_FALSE(config.store.dynamodb.has_value());
  EXPECT_FALSE(config.revocation_timer.eventbridge.has_value());
  EXPECT_EQ(config.mail.from_name, "Curfew");
  EXPECT_EQ(std::get<SandboxConfig>(config.identity_center.kind).delay, 0ms);
  EXPECT_EQ(config.permission_sets.at(0).max_session, 60min);
  EXPECT_EQ(config.permission_sets.at(0).entry.max_duration, 60min);
  EXPECT_TRUE(is_all_embedded(config));
  EXPECT_FALSE(calls_aws(config));
  EXPECT_TRUE(needs_sqlite_file(config));
}

TEST_F(ConfigTest, RelativePathsAreTakenFromTheFoldersFile) {
  const Configuration config = good(kGoodFile);
  EXPECT_EQ(config.store.path, dir_ / "curfew.db");
  EXPECT_EQ(std::get<MaildirConfig>(config.mail.transport).path, dir_ / "mail");
}

TEST_F(ConfigTest, AbsolutePathsStayAsTheyAre) {
  const Configuration config = good(replaced(kGoodFile, "\"curfew.db\"", "\"/srv/curfew/curfew.db\""));
  EXPECT_EQ(config.store.path, "/srv/curfew/curfew.db");
}

TEST_F(ConfigTest, ReconcileHasThreeModesAndCanBeSwitchedOff) {
  const auto mode_of = [&](const std::string& word) {
    return good(replaced(kGoodFile, "[mail]", "[reconcile]\nmode = \"" + word + "\"\nevery_minutes = 5\n[mail]"))
        .reconcile;
  };
  EXPECT_EQ(mode_of("off").mode, std::nullopt);
  EXPECT_EQ(mode_of("report").mode, ReconcileMode::kReport);
  EXPECT_EQ(mode_of("notify").mode, ReconcileMode::kNotify);
  EXPECT_EQ(mode_of("enforce").mode, ReconcileMode::kEnforce);
  EXPECT_EQ(mode_of("enforce").period, 5min);
}

TEST_F(ConfigTest, TheCatalogIsWhatTheBlocksSay) {
  const Catalog catalog = catalog_of(good(std::string(kGoodFile) + R"(max_duration_minutes = 15
[[permission_sets]]
name = "EmergencyAdmin"
title = "Emergency Admin"
arn = "arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-b9f47222e60d1c38"
aws_name = "JIT-EmergencyAdmin"
risk = "high"
)"));
  ASSERT_NE(catalog.account("Audit"), nullptr);
  EXPECT_EQ(catalog.account("Audit")->id, AccountId("329668418788"));
  EXPECT_EQ(catalog.account("Audit")->title, "Audit");
  const CatalogPermissionSet* low = catalog.permission_set("S3FullAccess");
  ASSERT_NE(low, nullptr);
  EXPECT_EQ(low->risk, Risk::kLow);
  EXPECT_EQ(low->max_duration, 15min);
  const CatalogPermissionSet* high = catalog.permission_set("EmergencyAdmin");
  ASSERT_NE(high, nullptr);
  EXPECT_EQ(high->risk, Risk::kHigh);
  EXPECT_EQ(high->title, "Emergency Admin");
  EXPECT_EQ(high->aws_name, "JIT-EmergencyAdmin");
}

TEST_F(ConfigTest, OutsideOfThisMachineItTakesTls) {
  write("cert.pem", "certificate");
  const auto key = write("key.pem", "key");
  std::filesystem::permissions(key, std::filesystem::perms::owner_read);
  const Configuration config = good(replaced(kGoodFile, R"(listen = "127.0.0.1:8080")", R"(listen = "0.0.0.0:443"
public_url = "https://curfew.example.com/"
tls_certificate = "cert.pem"
tls_private_key = "key.pem")"));
  EXPECT_FALSE(config.server.listens_on_loopback_only);
  EXPECT_EQ(config.server.public_url, "https://curfew.example.com");
  EXPECT_EQ(config.server.tls_private_key, key);
}

TEST_F(ConfigTest, OrAProxyThatIsTrusted) {
  const Configuration config = good(replaced(kGoodFile, R"(listen = "127.0.0.1:8080")", R"(listen = "[::]:8080"
public_url = "https://curfew.example.com"
trusted_proxies = ["10.0.0.0/8", "2001:db8::1"])"));
  EXPECT_THAT(config.server.trusted_proxies, ElementsAre("10.0.0.0/8", "2001:db8::1"));
}

TEST_F(ConfigTest, ThePortalsFolderHoldsNothingThatIsNotForEverybody) {
  const auto problems_with = [&](const std::string& folder) {
    const auto loaded = load_text(replaced(kGoodFile, "[store]", "portal_dir = \"" + folder + "\"\n[store]"));
    return loaded ? std::string() : to_text(loaded.error());
  };
  std::filesystem::create_directory(dir_ / "portal");
  EXPECT_EQ(problems_with("portal"), "");
  EXPECT_EQ(problems_with("portal/"), "");
  for (const char* secret : {"curfew.toml", "curfew.db", "curfew.db.key", "mail"}) {
    EXPECT_THAT(problems_with("."),
                testing::HasSubstr(":3: server.portal_dir: holds " + (dir_ / secret).string() + ","));
  }
  std::filesystem::create_directory_symlink(dir_.path(), dir_ / "shortcut");
  EXPECT_THAT(problems_with("shortcut"), testing::HasSubstr("curfew.db"));
}

TEST_F(ConfigTest, SmtpHasAUserWithAPasswordInAFileOfItsOwn) {
  const auto password = write("password", "secret");
  std::filesystem::permissions(password, std::filesystem::perms::owner_read);
  const Configuration config = good(replaced(kGoodFile, "kind = \"maildir\"\npath = \"mail\"", R"(kind = "smtp"
url = "smtp://mail.example.com:587"
username = "curfew"
password_file = "password")"));
  const auto& smtp = std::get<SmtpConfig>(config.mail.transport);
  EXPECT_EQ(smtp.url, "smtp://mail.example.com:587");
  EXPECT_TRUE(smtp.starttls);
  EXPECT_EQ(smtp.password_file, password);
  EXPECT_FALSE(is_all_embedded(config));
}

TEST_F(ConfigTest, TheSandboxIsSetByDurationsAndNumbers) {
  const Configuration config = good(replaced(kGoodFile, "kind = \"sandbox\"", R"(kind = "sandbox"
delay = "1500ms"
calls_per_second = 20
max_outstanding_creates = 10
account_conflicts = true)"));
  const SandboxConfig expected{
      .delay = 1500ms, .calls_per_second = 20, .max_outstanding_creates = 10, .account_conflicts = true};
  EXPECT_EQ(std::get<SandboxConfig>(config.identity_center.kind), expected);
}

TEST_F(ConfigTest, AllProblemsAreReportedAtOnceInTheOrderOfTheFile) {
  const auto loaded = load_text(replaced(replaced(replaced(kGoodFile, "\"low\"", "\"Low\""), "329668418788", "1234"),
                                         "[store]", "[store]\nengine = \"fast\""));
  ASSERT_FALSE(loaded.has_value());
  const std::string file = (dir_ / "curfew.toml").string();
  EXPECT_THAT(to_text(loaded.error()),
              testing::MatchesRegex(file + ":4: store.engine: .*\n" + file + ":17: accounts.1..id: .*\n" + file +
                                    ":22: permission_sets.1..risk: .*\n"));
}

TEST_F(ConfigTest, TheEnvironmentOutweighsTheFile) {
  const Configuration config = good(kGoodFile, {{"CURFEW_SERVER__LISTEN", "[::1]:9999"},
                                                {"CURFEW_STORE__PATH", "other.db"},
                                                {"CURFEW_LIMITS__CALLER_BURST", "5"},
                                                {"CURFEW_SIGN_IN__REQUIRE_VERIFIED_EMAIL", "false"},
                                                {"CURFEW_POLICY__PENDING_LAPSE", "30m"},
                                                {"CURFEW_NOTICES__TO", "a@example.com, b@example.com"},
                                                {"CURFEW_CONFIG", "ignored"}});
  EXPECT_EQ(config.server.listen, "[::1]:9999");
  EXPECT_EQ(config.store.path, dir_ / "other.db");
  EXPECT_EQ(config.limits.caller_burst, 5);
  EXPECT_FALSE(config.sign_in.require_verified_email);
  EXPECT_EQ(config.policy.pending_lapse, 30min);
  EXPECT_THAT(config.notices.to, ElementsAre("a@example.com", "b@example.com"));
}

TEST_F(ConfigTest, AProblemFromTheEnvironmentNamesTheVariable) {
  const auto loaded = load_text(kGoodFile, {{"CURFEW_LIMITS__CALLER_BURST", "many"}});
  ASSERT_FALSE(loaded.has_value());
  EXPECT_THAT(to_text(loaded.error()),
              HasSubstr("CURFEW_LIMITS__CALLER_BURST in the environment: limits.caller_burst: must be a whole number"));
}

TEST_F(ConfigTest, AMissingFileSaysHowToNameOne) {
  const auto loaded = load(dir_ / "missing.toml", {});
  ASSERT_FALSE(loaded.has_value());
  EXPECT_THAT(to_text(loaded.error()),
              testing::AllOf(HasSubstr("missing.toml"), HasSubstr("No such file"), HasSubstr("--config FILE")));
}

TEST_F(ConfigTest, AFolderIsNoConfiguration) {
  EXPECT_THAT(to_text(load(dir_.path(), {}).error()), HasSubstr("is a directory"));
}

}  // namespace
}  // namespace curfew::config
