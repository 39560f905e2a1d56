#include "entry/cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "cli_fixture.h"
#include "entry/cli/exit_code.h"
#include "support/temp_dir.h"

namespace curfew::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CommandLineTest : public CliTest {};

TEST_F(CommandLineTest, HelpIsAnAnswerAndGoesToStandardOutput) {
  EXPECT_EQ(run({"--help"}), kOk);
  EXPECT_THAT(out(), HasSubstr("Just-in-time access"));
  EXPECT_THAT(err(), IsEmpty());
}

TEST_F(CommandLineTest, WrongUsageGoesToStandardErrorAlone) {
  EXPECT_EQ(run({"frobnicate"}), kUsage);
  EXPECT_THAT(out(), IsEmpty());
  EXPECT_THAT(err(), HasSubstr("frobnicate"));
}

TEST_F(CommandLineTest, VersionIsAWordAndANumber) {
  EXPECT_EQ(run({"version"}), kOk);
  EXPECT_EQ(out(), "curfew 1.2.3\n");
  EXPECT_EQ(run({"version", "--json"}), kOk);
  EXPECT_EQ(out(), "{\"version\":\"1.2.3\"}\n");
}

TEST_F(CommandLineTest, AGoodConfigurationIsCheckedInOneLine) {
  EXPECT_EQ(run({"check", "--config", "x.toml"}), kOk);
  EXPECT_EQ(out(), "curfew.toml is good: 3 accounts, 2 permission sets.\n");
  EXPECT_THAT(backend_.config_files, ElementsAre("x.toml"));
}

TEST_F(CommandLineTest, EveryProblemOfABadConfigurationIsALine) {
  backend_.report.problems = {{"curfew.toml", 12, "server.listen", "is no address."},
                              {"CURFEW_X in the environment", 0, "", "is no setting."}};
  EXPECT_EQ(run({"check"}), kConfiguration);
  EXPECT_EQ(err(), "curfew.toml:12: server.listen: is no address.\nCURFEW_X in the environment: is no setting.\n");
  EXPECT_THAT(out(), IsEmpty());
}

TEST_F(CommandLineTest, AsJsonTheProblemsAreOneValue) {
  backend_.report.problems = {{"curfew.toml", 12, "server.listen", "is no address."}};
  EXPECT_EQ(run({"check", "--json"}), kConfiguration);
  const boost::json::value answer = boost::json::parse(out());
  EXPECT_FALSE(answer.at("valid").as_bool());
  EXPECT_EQ(answer.at("problems").at(0).at("line").as_int64(), 12);
  EXPECT_EQ(answer.at("problems").at(0).at("key").as_string(), "server.listen");
}

TEST_F(CommandLineTest, ServeHandsOnTheSpeedOfItsClock) {
  EXPECT_EQ(run({"serve", "--clock-speed", "60"}), kOk);
  EXPECT_THAT(backend_.clock_speeds, ElementsAre(60));
}

TEST_F(CommandLineTest, EachKindOfFailureHasItsExitCode) {
  const std::vector<std::pair<ErrorCode, int>> codes = {{ErrorCode::kConfiguration, kConfiguration},
                                                        {ErrorCode::kUnavailable, kUnavailable},
                                                        {ErrorCode::kDamaged, kDamaged},
                                                        {ErrorCode::kNotFound, kRefused},
                                                        {ErrorCode::kConflict, kRefused},
                                                        {ErrorCode::kInvalid, kUsage},
                                                        {ErrorCode::kInternal, kFailed}};
  for (const auto& [code, exit_code] : codes) {
    backend_.failure = Error{.code = code, .public_text = "It does not work."};
    EXPECT_EQ(run({"serve"}), exit_code) << word(code);
    EXPECT_EQ(run({"user", "list"}), exit_code) << word(code);
    EXPECT_EQ(run({"audit", "verify"}), exit_code) << word(code);
    EXPECT_EQ(err(), "curfew: It does not work.\n");
  }
}

TEST_F(CommandLineTest, AsJsonAFailureIsOneValueToo) {
  backend_.failure = Error{.code = ErrorCode::kUnavailable, .public_text = "It does not answer."};
  EXPECT_EQ(run({"user", "list", "--json"}), kUnavailable);
  EXPECT_EQ(out(), "{\"error\":\"It does not answer.\",\"code\":\"unavailable\"}\n");
}

TEST_F(CommandLineTest, OnlyAddingAUserMayMakeAStore) {
  console_.input.str("Str0ng!Pass\n");
  EXPECT_EQ(run({"user", "add", "ada@example.com", "--group", "Engineers", "--password-stdin"}), kOk);
  EXPECT_EQ(run({"user", "list"}), kOk);
  EXPECT_EQ(run({"audit", "verify"}), kOk);
  EXPECT_THAT(backend_.missing_stores, ElementsAre(MissingStore::kMake, MissingStore::kRefuse, MissingStore::kRefuse));
}

TEST_F(CommandLineTest, AWholeAuditTrailIsSaidToBeWhole) {
  ASSERT_EQ(run({"user", "add", "ada@example.com", "--group", "Engineers", "--temporary"}), kOk);
  EXPECT_EQ(run({"audit", "verify"}), kOk);
  EXPECT_THAT(out(), HasSubstr("2 events in 1 chains"));
  EXPECT_THAT(out(), HasSubstr("The audit trail is whole."));
}

TEST_F(CommandLineTest, AnAuditTrailThatWasTamperedWithIsAFailureAndNamesTheFinding) {
  ASSERT_EQ(run({"user", "add", "ada@example.com", "--group", "Engineers", "--temporary"}), kOk);
  backend_.store.tamper([](auto& tables) { tables.events.front().event.detail = "nobody was added"; });
  EXPECT_EQ(run({"audit", "verify"}), kDamaged);
  EXPECT_THAT(out(), HasSubstr("THE AUDIT TRAIL IS NOT WHOLE"));
  EXPECT_EQ(run({"audit", "verify", "--json"}), kDamaged);
  const boost::json::value answer = boost::json::parse(out());
  EXPECT_FALSE(answer.at("whole").as_bool());
  EXPECT_FALSE(answer.at("findings").as_array().empty());
}

TEST_F(CommandLineTest, ACheckpointKeptElsewhereThatIsMissingHereIsAFinding) {
  const test::TempDir dir;
  const std::string file = (dir / "anchor.json").string();
  std::ofstream(file) << R"({"number": 7, "hash": ")" << std::string(64, 'a') << "\"}\n";
  EXPECT_EQ(run({"audit", "verify", "--anchor", file}), kDamaged);
  EXPECT_EQ(run({"audit", "verify", "--anchor", (dir / "missing").string()}), kUsage);
}

}  // namespace
}  // namespace curfew::cli
