#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "adapters/smtp/smtp_mailer.h"

namespace curfew::smtp {
namespace {

// What is wrong with the settings; empty when they are taken.
std::string complaint(SmtpSettings settings) {
  const auto mailer = SmtpMailer::create(std::move(settings));
  if (mailer) return "";
  EXPECT_EQ(mailer.error().code, ErrorCode::kConfiguration);
  return mailer.error().public_text;
}

SmtpSettings with_url(const std::string& url, bool starttls = true) {
  SmtpSettings settings;
  settings.url = url;
  settings.starttls = starttls;
  return settings;
}

TEST(SmtpSettingsTest, TakesSmtpAndSmtps) {
  EXPECT_EQ(complaint(with_url("smtp://mail.example.com:587")), "");
  EXPECT_EQ(complaint(with_url("smtps://mail.example.com")), "");
}

TEST(SmtpSettingsTest, RefusesOtherSchemesAndNonsense) {
  for (const char* url : {"", "mail.example.com", "http://mail.example.com", "file:///etc/passwd", "smtp://"}) {
    EXPECT_THAT(complaint(with_url(url)), testing::HasSubstr("'url'")) << url;
  }
}

TEST(SmtpSettingsTest, RefusesAPasswordInTheUrl) {
  EXPECT_THAT(complaint(with_url("smtp://user:secret@mail.example.com")),
              testing::AllOf(testing::HasSubstr("'password_file'"), testing::Not(testing::HasSubstr("secret"))));
}

TEST(SmtpSettingsTest, ClearTextIsForThisMachineOnly) {
  for (const char* url : {"smtp://localhost", "smtp://127.0.0.1:25", "smtp://127.8.9.1", "smtp://[::1]:25"}) {
    EXPECT_EQ(complaint(with_url(url, false)), "") << url;
  }
  for (const char* url :
       {"smtp://mail.example.com", "smtp://127.0.0.1.example.com", "smtp://10.0.0.1", "smtp://localhost.example.com"}) {
    EXPECT_THAT(complaint(with_url(url, false)), testing::HasSubstr("on this machine only")) << url;
  }
}

TEST(SmtpSettingsTest, UserAndPasswordGoTogether) {
  SmtpSettings settings = with_url("smtp://mail.example.com");
  settings.username = "curfew";
  EXPECT_THAT(complaint(settings), testing::HasSubstr("go together"));
  settings.password = Secret("x\r\nQUIT");
  EXPECT_THAT(complaint(settings), testing::HasSubstr("control characters"));
  settings.password = Secret("x");
  EXPECT_EQ(complaint(settings), "");
}

TEST(SmtpSettingsTest, NoTimeOutIsForever) {
  SmtpSettings settings = with_url("smtp://mail.example.com");
  settings.total_timeout = Millis{0};  // libcurl would wait without end
  EXPECT_THAT(complaint(settings), testing::HasSubstr("time-outs"));
}

}  // namespace
}  // namespace curfew::smtp
