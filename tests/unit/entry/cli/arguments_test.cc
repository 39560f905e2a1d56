#include "entry/cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "entry/cli/exit_code.h"

namespace curfew::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Words = std::vector<std::string>;

template <class Expected>
Expected command_of(const Words& words) {
  const auto parsed = parse(words);
  EXPECT_TRUE(parsed.has_value()) << parsed.error().text;
  if (!parsed || !std::holds_alternative<Expected>(parsed->command)) {
    ADD_FAILURE() << "another command";
    return {};
  }
  return std::get<Expected>(parsed->command);
}

TEST(ArgumentsTest, TheConfigurationFileIsNamedBeforeOrAfterTheCommand) {
  for (const Words& words :
       {Words{"--config", "c.toml", "check"}, Words{"check", "--config", "c.toml"}, Words{"check", "--config=c.toml"},
        Words{"--config=c.toml", "user", "list"}, Words{"user", "list", "--config", "c.toml"}}) {
    const auto parsed = parse(words);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().text;
    EXPECT_EQ(parsed->config_file, "c.toml");
    EXPECT_FALSE(parsed->json);
  }
}

TEST(ArgumentsTest, JsonIsAskedForBeforeOrAfterTheCommand) {
  EXPECT_TRUE(parse({"--json", "version"})->json);
  EXPECT_TRUE(parse({"version", "--json"})->json);
  EXPECT_TRUE(parse({"user", "list", "--json"})->json);
}

TEST(ArgumentsTest, AUserIsAddedWithGroupsThatMayBeWrittenInAnyCase) {
  const auto add = command_of<UserAddCommand>(
      {"user", "add", "ada@example.com", "--group", "Engineers", "--group", "managers", "--temporary"});
  EXPECT_EQ(add.email, "ada@example.com");
  EXPECT_THAT(add.groups, ElementsAre(Group::kEngineers, Group::kManagers));
  EXPECT_EQ(add.password, PasswordSource::kTemporary);
}

TEST(ArgumentsTest, OptionsMayStandBeforeTheAddress) {
  const auto add = command_of<UserAddCommand>({"user", "add", "--group", "Engineers", "ada@example.com"});
  EXPECT_EQ(add.email, "ada@example.com");
  EXPECT_EQ(add.password, PasswordSource::kTerminal);
}

TEST(ArgumentsTest, AGroupNamedTwiceIsOneGroup) {
  const auto groups = command_of<UserGroupsCommand>(
      {"user", "groups", "ada@example.com", "--group", "Managers", "--group", "Managers"});
  EXPECT_THAT(groups.groups, ElementsAre(Group::kManagers));
}

TEST(ArgumentsTest, APasswordComesFromStandardInputWhenAsked) {
  const auto reset =
      command_of<UserResetPasswordCommand>({"user", "reset-password", "ada@example.com", "--password-stdin"});
  EXPECT_EQ(reset.password, PasswordSource::kStdin);
}

TEST(ArgumentsTest, TheOtherCommands) {
  EXPECT_EQ(command_of<UserRemoveCommand>({"user", "remove", "ada@example.com"}).email, "ada@example.com");
  EXPECT_EQ(command_of<ServeCommand>({"serve"}).clock_speed, 1);
  EXPECT_EQ(command_of<ServeCommand>({"serve", "--clock-speed", "60"}).clock_speed, 60);
  EXPECT_EQ(command_of<AuditVerifyCommand>({"audit", "verify"}).anchor_file, std::nullopt);
  EXPECT_EQ(command_of<AuditVerifyCommand>({"audit", "verify", "--anchor", "a.json"}).anchor_file, "a.json");
}

TEST(ArgumentsTest, ReconcileReportsUnlessToldToDoMore) {
  EXPECT_EQ(command_of<ReconcileCommand>({"reconcile"}).mode, ReconcileMode::kReport);
  EXPECT_EQ(command_of<ReconcileCommand>({"reconcile", "--mode", "notify"}).mode, ReconcileMode::kNotify);
  const auto enforce = command_of<ReconcileCommand>({"reconcile", "--mode", "enforce"});
  EXPECT_EQ(enforce.mode, ReconcileMode::kEnforce);
  EXPECT_EQ(enforce.take_standing, std::nullopt);
  const auto take =
      command_of<ReconcileCommand>({"reconcile", "--mode", "enforce", "--take-standing", "--reason", "INC-12"});
  EXPECT_EQ(take.take_standing, "INC-12");
}

TEST(ArgumentsTest, WrongUsageHasTheExitCodeOfUsageAndSaysWhere) {
  for (const Words& words :
       {Words{},
        Words{"frobnicate"},
        Words{"user"},
        Words{"audit"},
        Words{"user", "frobnicate"},
        Words{"check", "extra"},
        Words{"check", "--config"},
        Words{"--unknown", "check"},
        Words{"user", "add"},
        Words{"user", "add", "ada@example.com"},
        Words{"user", "add", "--group", "Engineers"},
        Words{"user", "add", "ada@example.com", "--group", "Chiefs"},
        Words{"user", "add", "ada@example.com", "--group", "Engineers", "--temporary", "--password-stdin"},
        Words{"user", "groups", "ada@example.com"},
        Words{"user", "remove"},
        Words{"serve", "--clock-speed", "0"},
        Words{"serve", "--clock-speed", "3601"},
        Words{"serve", "--clock-speed", "fast"},
        Words{"serve", "--clock-speed", "1.5"},
        Words{"check", "version"},
        Words{"reconcile", "--mode", "repair"},
        Words{"reconcile", "--mode", "enforce", "--take-standing"},
        Words{"reconcile", "--mode", "enforce", "--reason", "INC-12"}}) {
    const auto parsed = parse(words);
    ASSERT_FALSE(parsed.has_value()) << testing::PrintToString(words);
    EXPECT_EQ(parsed.error().exit_code, kUsage) << testing::PrintToString(words);
    EXPECT_THAT(parsed.error().text, HasSubstr("--help")) << testing::PrintToString(words);
  }
}

TEST(ArgumentsTest, APasswordCannotBeAnArgument) {
  for (const std::string option : {"--password", "--password=x"}) {
    EXPECT_FALSE(parse({"user", "add", "ada@example.com", "--group", "Engineers", option, "x"}).has_value());
  }
}

TEST(ArgumentsTest, EveryCommandHasHelpWithAnExample) {
  for (const Words& words : {Words{}, Words{"serve"}, Words{"check"}, Words{"version"}, Words{"user", "add"},
                             Words{"user", "list"}, Words{"user", "remove"}, Words{"user", "groups"},
                             Words{"user", "reset-password"}, Words{"audit", "verify"}, Words{"reconcile"}}) {
    Words asking = words;
    asking.emplace_back("--help");
    const auto parsed = parse(asking);
    ASSERT_FALSE(parsed.has_value());
    EXPECT_EQ(parsed.error().exit_code, kOk);
    std::string command = "Example:\n  curfew";
    for (const std::string& word : words) command += " " + word;
    EXPECT_THAT(parsed.error().text, HasSubstr(command));
  }
}

}  // namespace
}  // namespace curfew::cli
