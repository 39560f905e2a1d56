#include "adapters/smtp/smtp_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "support/smtp_server.h"
#include "support/temp_dir.h"

namespace curfew::smtp {
namespace {

using test::SmtpBehaviour;
using test::SmtpServer;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class SmtpExaminationTest : public testing::Test {
 protected:
  Diagnosis examine(const SmtpServer& server) {
    settings_.url = server.url();
    return SmtpExamination(settings_).examine().at(0);
  }
  void trust(const test::TestCertificate& certificate) {
    settings_.ca_file = folder_ / "ca.pem";
    std::ofstream(settings_.ca_file) << certificate.certificate_pem;
  }
  void sign_in_as(const std::string& username, const std::string& password) {
    settings_.username = username;
    settings_.password = Secret(password);
  }

  test::TempDir folder_;
  SmtpSettings settings_;
};

TEST_F(SmtpExaminationTest, AServerThatLetsUsInWorksAndGetsNoMail) {
  const auto certificate = test::make_certificate("IP:127.0.0.1");
  const SmtpServer server({.starttls = true, .certificate = certificate, .username = "curfew", .password = "right"});
  trust(certificate);
  sign_in_as("curfew", "right");
  const Diagnosis told = examine(server);
  EXPECT_EQ(told.health, Health::kWorks) << told.text;
  EXPECT_THAT(told.text, HasSubstr("over TLS, and lets curfew in"));
  EXPECT_TRUE(server.mails().empty());
  EXPECT_THAT(server.commands(), Contains("NOOP"));
  EXPECT_THAT(server.commands(), Not(Contains(HasSubstr("MAIL FROM"))));
}

TEST_F(SmtpExaminationTest, AWrongPasswordIsBrokenAndNotRepeated) {
  const auto certificate = test::make_certificate("IP:127.0.0.1");
  const SmtpServer server({.starttls = true, .certificate = certificate, .username = "curfew", .password = "right"});
  trust(certificate);
  sign_in_as("curfew", "very-wrong");
  const Diagnosis told = examine(server);
  EXPECT_EQ(told.health, Health::kBroken);
  EXPECT_THAT(told.text + told.remedy, Not(HasSubstr("very-wrong")));
}

TEST_F(SmtpExaminationTest, ACertificateThatNobodyTrustsIsBroken) {
  const SmtpServer server({.starttls = true, .certificate = test::make_certificate("IP:127.0.0.1")});
  EXPECT_EQ(examine(server).health, Health::kBroken);
}

TEST_F(SmtpExaminationTest, AServerWithoutTlsIsBrokenWhereTlsIsWanted) {
  const SmtpServer server(SmtpBehaviour{});
  EXPECT_EQ(examine(server).health, Health::kBroken);
  settings_.starttls = false;
  EXPECT_EQ(examine(server).health, Health::kWorks);
}

TEST_F(SmtpExaminationTest, AServerThatIsNotThereIsBroken) {
  settings_.url = [] {
    const SmtpServer gone(SmtpBehaviour{});
    return gone.url();
  }();
  const Diagnosis told = SmtpExamination(settings_).examine().at(0);
  EXPECT_EQ(told.health, Health::kBroken);
  EXPECT_THAT(told.remedy, HasSubstr("mail.url"));
}

}  // namespace
}  // namespace curfew::smtp
