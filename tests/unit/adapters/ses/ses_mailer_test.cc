#include "adapters/ses/ses_mailer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "support/aws/scripted_caller.h"

namespace curfew::ses {
namespace {

using testing::HasSubstr;

class SesMailerTest : public testing::Test {
 protected:
  static Mail mail() {
    return {.from = "curfew@example.com", .recipient = "ada@example.com", .message = "Subject: x\r\n\r\nhello\r\n"};
  }
  Error refusal(const std::string& code, const std::string& message) {
    caller_.will_refuse("SendEmail", code, message);
    const Status sent = mailer_.send(mail());
    EXPECT_FALSE(sent);
    return sent ? Error{} : sent.error();
  }

  test::ScriptedCaller caller_;
  SesMailer mailer_{{.configuration_set = "audited"}, caller_};
};

TEST_F(SesMailerTest, TheMessageGoesOutAsItIsInOneAttempt) {
  caller_.will_answer("SendEmail", {{"MessageId", "0100"}});
  ASSERT_TRUE(mailer_.send(mail()));
  const test::SeenCall seen = caller_.seen().at(0);
  EXPECT_EQ(seen.attempts, 1);
  EXPECT_EQ(seen.body.at("FromEmailAddress"), "curfew@example.com");
  EXPECT_EQ(seen.body.at("Destination").at("ToAddresses").at(0), "ada@example.com");
  EXPECT_EQ(seen.body.at("Content").at("Raw").at("Data"), boost::json::value(base64(mail().message)));
  EXPECT_EQ(seen.body.at("ConfigurationSetName"), "audited");
}

TEST_F(SesMailerTest, WhatCanBeMendedIsTriedAgain) {
  for (const auto& [code, message] : std::initializer_list<std::pair<const char*, const char*>>{
           {"MessageRejected", "Email address is not verified. The following identities failed the check"},
           {"MailFromDomainNotVerifiedException", ""},
           {"AccountSuspendedException", ""},
           {"SendingPausedException", ""},
           {"NotFoundException", "Configuration set <audited> does not exist."},
           {"LimitExceededException", ""},
           {"AccessDeniedException", "not authorized to perform ses:SendEmail"},
           {"ExpiredTokenException", ""},
           {"SomethingNewException", ""}}) {
    const Error error = refusal(code, message);
    EXPECT_EQ(error.code, ErrorCode::kUnavailable) << code;
    EXPECT_EQ(error.effect, Effect::kNone) << code;
    EXPECT_FALSE(error.public_text.empty()) << code;
    EXPECT_THAT(error.log_text, HasSubstr(code));
  }
}

TEST_F(SesMailerTest, BothRightsAreNamed) {
  const Error error = refusal("AccessDeniedException", "is not authorized to perform: ses:SendRawEmail");
  EXPECT_THAT(error.public_text, HasSubstr("ses:SendEmail and ses:SendRawEmail"));
}

TEST_F(SesMailerTest, WhatWillNeverBeTakenIsRefused) {
  EXPECT_EQ(refusal("MessageRejected", "Transaction failed: virus detected").code, ErrorCode::kRefusedOutside);
  EXPECT_EQ(refusal("BadRequestException", "Local address contains control or whitespace").code,
            ErrorCode::kRefusedOutside);
  EXPECT_EQ(refusal("BadRequestException", "Message length is more than 10485760 bytes long").code,
            ErrorCode::kRefusedOutside);
}

TEST_F(SesMailerTest, AddressesThatCouldCarryMoreThanOneAreNotSent) {
  for (const char* recipient : {"", "ada", "ada@example.com,eve@example.com", "Ada <ada@example.com>",
                                "ada@example.com\r\nBcc: eve@example.com"}) {
    Mail bad = mail();
    bad.recipient = recipient;
    EXPECT_EQ(mailer_.send(bad).error().code, ErrorCode::kRefusedOutside) << recipient;
  }
  EXPECT_TRUE(caller_.seen().empty());
}

TEST_F(SesMailerTest, ThrottlingAndLostAnswersAreToldApart) {
  caller_.will_throttle("SendEmail");
  EXPECT_EQ(mailer_.send(mail()).error().effect, Effect::kNone);
  caller_.will_fail("SendEmail", {.kind = aws::FailureKind::kLost, .effect = Effect::kMaybe});
  const Status lost = mailer_.send(mail());
  EXPECT_EQ(lost.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(lost.error().effect, Effect::kMaybe);
  caller_.will_answer("SendEmail", {});  // an answer, but not one of SES
  EXPECT_EQ(mailer_.send(mail()).error().effect, Effect::kMaybe);
}

}  // namespace
}  // namespace curfew::ses
