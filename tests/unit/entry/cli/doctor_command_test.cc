#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "cli_fixture.h"
#include "entry/cli/exit_code.h"

namespace curfew::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class DoctorCommandTest : public CliTest {
 protected:
  DoctorCommandTest() {
    backend_.examined.parts = {
        {.part = "store", .diagnoses = {works("file /var/lib/curfew.db", "It is whole.")}},
        {.part = "identity_center", .diagnoses = {unproved("right to create", "Only a grant shows it.")}}};
  }
  void break_mail(std::string text = "It does not answer.") {
    backend_.examined.parts.push_back(
        {.part = "mail", .diagnoses = {broken("smtp://mail.example.com", std::move(text), "Check mail.url.")}});
  }
};

TEST_F(DoctorCommandTest, ALineForEachThingAndDoneWhenNothingIsBroken) {
  EXPECT_EQ(run({"doctor"}), kOk);
  EXPECT_EQ(out(),
            "works     store               file /var/lib/curfew.db: It is whole.\n"
            "unproved  identity_center     right to create: Only a grant shows it.\n"
            "\n1 work, 0 broken, 1 cannot be shown without doing it.\n");
  EXPECT_EQ(err(), "");
}

TEST_F(DoctorCommandTest, WhatIsBrokenIsToldWithItsRemedyAndAnExitCode) {
  break_mail();
  EXPECT_EQ(run({"doctor"}), kFound);
  EXPECT_THAT(out(), HasSubstr("broken    mail                smtp://mail.example.com: It does not answer.\n"
                               "                              -> Check mail.url.\n"));
  EXPECT_THAT(out(), HasSubstr("NOT EVERYTHING WORKS."));
}

TEST_F(DoctorCommandTest, WhatIsQuotedBreaksNoLine) {
  break_mail("550 no\r\nworks     mail\x1B[2J");
  run({"doctor"});
  EXPECT_THAT(out(), HasSubstr(": 550 no\\u000D\\u000Aworks     mail\\u001B[2J\n"));
}

TEST_F(DoctorCommandTest, ProgramsGetOneObject) {
  break_mail("\xFF");
  EXPECT_EQ(run({"doctor", "--json"}), kFound);
  const auto json = boost::json::parse(out()).as_object();
  EXPECT_EQ(json.at("works"), false);
  const auto& diagnoses = json.at("diagnoses").as_array();
  ASSERT_EQ(diagnoses.size(), 3U);
  EXPECT_EQ(diagnoses[0].at("health"), "works");
  EXPECT_EQ(diagnoses[2].at("part"), "mail");
  EXPECT_EQ(diagnoses[2].at("health"), "broken");
  EXPECT_EQ(diagnoses[2].at("subject"), "smtp://mail.example.com");
  EXPECT_EQ(diagnoses[2].at("remedy"), "Check mail.url.");
}

TEST_F(DoctorCommandTest, AWrongConfigurationIsNoIllness) {
  backend_.failure = Error{.code = ErrorCode::kConfiguration, .public_text = "The configuration is not good."};
  EXPECT_EQ(run({"doctor", "--config", "x.toml"}), kConfiguration);
  EXPECT_THAT(err(), HasSubstr("not good"));
  EXPECT_EQ(out(), "");
  EXPECT_EQ(backend_.config_files, std::vector<std::optional<std::string>>{"x.toml"});
}

}  // namespace
}  // namespace curfew::cli
