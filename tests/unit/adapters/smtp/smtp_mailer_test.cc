#include "adapters/smtp/smtp_mailer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <ostream>
#include <string>

#include "support/smtp_server.h"
#include "support/temp_dir.h"

namespace curfew::smtp {
namespace {

using test::SmtpBehaviour;
using test::SmtpServer;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const Mail& mail() {
  static const Mail kMail{.from = "curfew@example.com",
                          .recipient = "john@example.com",
                          .message = "From: curfew@example.com\r\nSubject: x\r\n\r\nhello\r\n"};
  return kMail;
}

class SmtpMailerTest : public testing::Test {
 protected:
  // What the mailer says when it sends to a server that behaves like this.
  Status sent_to(SmtpServer& server, const Mail& what = mail()) const {
    SmtpSettings settings = settings_;
    settings.url = server.url();
    const auto mailer = SmtpMailer::create(std::move(settings));
    EXPECT_TRUE(mailer.has_value()) << mailer.error().public_text;
    return (*mailer)->send(what);
  }

  void use_clear_text() { settings_.starttls = false; }
  void trust(const test::TestCertificate& certificate) {
    settings_.ca_file = directory_ / "ca.pem";
    std::ofstream(settings_.ca_file) << certificate.certificate_pem;
  }
  void sign_in_as(const std::string& username, const std::string& password) {
    settings_.username = username;
    settings_.password = Secret(password);
  }

  test::TempDir directory_;
  SmtpSettings settings_;
};

void expect_failure(const Status& sent, ErrorCode code, Effect effect, const std::string& log) {
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().code, code) << sent.error().log_text;
  EXPECT_EQ(sent.error().effect, effect) << sent.error().log_text;
  EXPECT_THAT(sent.error().log_text, HasSubstr(log));
}

TEST_F(SmtpMailerTest, DeliversInClearToThisMachineWhenToldTo) {
  use_clear_text();
  SmtpServer server({});
  ASSERT_TRUE(sent_to(server).has_value());
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].from, "curfew@example.com");
  EXPECT_THAT(mails[0].recipients, ElementsAre("john@example.com"));
  EXPECT_EQ(mails[0].message, mail().message);
  EXPECT_FALSE(mails[0].over_tls);
}

TEST_F(SmtpMailerTest, LinesThatBeginWithDotsArriveAsTheyWere) {
  use_clear_text();
  SmtpServer server({});
  Mail dotted = mail();
  dotted.message = "Subject: x\r\n\r\n.\r\n..\r\n.hidden\r\nend.\r\n.\r\n";
  ASSERT_TRUE(sent_to(server, dotted).has_value());
  EXPECT_EQ(server.mails().at(0).message, dotted.message);
}

TEST_F(SmtpMailerTest, ALargeMessageArrivesWhole) {
  use_clear_text();
  SmtpServer server({});
  Mail large = mail();
  for (int i = 0; i < 20'000; ++i) large.message += ".line " + std::to_string(i) + "\r\n";
  ASSERT_TRUE(sent_to(server, large).has_value());
  EXPECT_EQ(server.mails().at(0).message, large.message);
}

class SmtpTlsTest : public SmtpMailerTest {
 protected:
  const test::TestCertificate good_ = test::make_certificate("IP:127.0.0.1");
};

TEST_F(SmtpTlsTest, UpgradesWithStarttlsBeforeAnythingIsSaid) {
  trust(good_);
  SmtpServer server({.starttls = true, .certificate = good_});
  ASSERT_TRUE(sent_to(server).has_value());
  EXPECT_TRUE(server.mails().at(0).over_tls);
}

TEST_F(SmtpTlsTest, SpeaksTlsFromTheFirstByteWithSmtps) {
  trust(good_);
  SmtpServer server({.implicit_tls = true, .certificate = good_});
  ASSERT_TRUE(sent_to(server).has_value());
  EXPECT_TRUE(server.mails().at(0).over_tls);
}

TEST_F(SmtpTlsTest, SendsNothingToAServerThatOffersNoStarttls) {
  sign_in_as("curfew", "password");
  SmtpServer server({.username = "curfew", .password = "password"});
  expect_failure(sent_to(server), ErrorCode::kUnavailable, Effect::kNone, "SSL");
  EXPECT_THAT(server.mails(), IsEmpty());
  EXPECT_THAT(server.commands(), Each(Not(testing::AnyOf(StartsWith("AUTH"), StartsWith("MAIL")))));
}

TEST_F(SmtpTlsTest, SendsNothingToAServerWhoseCertificateNobodyVouchesFor) {
  sign_in_as("curfew", "password");
  trust(test::make_certificate("IP:127.0.0.1"));  // another one
  SmtpServer server({.starttls = true, .certificate = good_, .username = "curfew", .password = "password"});
  expect_failure(sent_to(server), ErrorCode::kUnavailable, Effect::kNone, "certificate");
  EXPECT_THAT(server.commands(), Each(Not(testing::AnyOf(StartsWith("AUTH"), StartsWith("MAIL")))));
}

TEST_F(SmtpTlsTest, SendsNothingToAServerWithSomebodyElsesName) {
  const auto other = test::make_certificate("DNS:other.example.com");
  trust(other);
  SmtpServer server({.implicit_tls = true, .certificate = other});
  expect_failure(sent_to(server), ErrorCode::kUnavailable, Effect::kNone, "");
  EXPECT_THAT(server.commands(), IsEmpty());
}

TEST_F(SmtpTlsTest, SignsInWithPlainOrLogin) {
  trust(good_);
  sign_in_as("curfew", "p@ss w\xC3\xB6rd");
  for (const bool login_only : {false, true}) {
    SmtpServer server({.starttls = true,
                       .certificate = good_,
                       .username = "curfew",
                       .password = "p@ss w\xC3\xB6rd",
                       .login_only = login_only});
    ASSERT_TRUE(sent_to(server).has_value());
    EXPECT_EQ(server.mails().at(0).authenticated_as, "curfew");
  }
}

TEST_F(SmtpTlsTest, AWrongPasswordIsNoFaultOfTheMailAndIsNotLogged) {
  trust(good_);
  sign_in_as("curfew", "wrong-password");
  SmtpServer server({.starttls = true, .certificate = good_, .username = "curfew", .password = "right"});
  const Status sent = sent_to(server);
  expect_failure(sent, ErrorCode::kUnavailable, Effect::kNone, "535 5.7.8 wrong");
  EXPECT_THAT(sent.error().log_text + sent.error().public_text, Not(HasSubstr("wrong-password")));
}

TEST_F(SmtpMailerTest, AServerThatWantsASignInIsNoFaultOfTheMail) {
  use_clear_text();
  SmtpServer server({.username = "curfew", .password = "password"});
  expect_failure(sent_to(server), ErrorCode::kUnavailable, Effect::kNone, "530");
}

// A refusal at each step of the conversation, and what it means.
struct Refusal {
  const char* name;
  std::string SmtpBehaviour::* step;
  const char* answer;
  ErrorCode code;
  Effect effect;
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.name; }

class RefusalTest : public SmtpMailerTest, public testing::WithParamInterface<Refusal> {};

TEST_P(RefusalTest, MeansWhatItSays) {
  use_clear_text();
  SmtpBehaviour behaviour;
  behaviour.*GetParam().step = GetParam().answer;
  SmtpServer server(behaviour);
  const Status sent = sent_to(server);
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().code, GetParam().code) << sent.error().log_text;
  EXPECT_EQ(sent.error().effect, GetParam().effect) << sent.error().log_text;
  if (std::string(GetParam().answer).find("drop") == std::string::npos) {
    EXPECT_THAT(sent.error().log_text, HasSubstr(GetParam().answer));
  }
}

constexpr auto kAgain = ErrorCode::kUnavailable;
constexpr auto kNever = ErrorCode::kRefusedOutside;

INSTANTIATE_TEST_SUITE_P(
    Steps, RefusalTest,
    testing::Values(
        Refusal{"GreetingBusy", &SmtpBehaviour::on_connect, "421 busy", kAgain, Effect::kNone},
        Refusal{"GreetingRefused", &SmtpBehaviour::on_connect, "554 no service", kAgain, Effect::kNone},
        Refusal{"GreetingLost", &SmtpBehaviour::on_connect, "drop", kAgain, Effect::kNone},
        Refusal{"SenderLater", &SmtpBehaviour::on_mail, "451 later", kAgain, Effect::kNone},
        Refusal{"SenderRefused", &SmtpBehaviour::on_mail, "550 5.7.1 not from you", kAgain, Effect::kNone},
        Refusal{"RecipientLater", &SmtpBehaviour::on_rcpt, "450 mailbox busy", kAgain, Effect::kNone},
        Refusal{"RecipientRefused", &SmtpBehaviour::on_rcpt, "550 5.1.1 no such user", kNever, Effect::kNone},
        Refusal{"RecipientLost", &SmtpBehaviour::on_rcpt, "drop", kAgain, Effect::kNone},
        Refusal{"DataRefused", &SmtpBehaviour::on_data, "554 no valid recipients", kNever, Effect::kNone},
        Refusal{"DataLater", &SmtpBehaviour::on_data, "451 later", kAgain, Effect::kNone},
        Refusal{"MessageLater", &SmtpBehaviour::on_message, "452 disk full", kAgain, Effect::kNone},
        Refusal{"MessageRefused", &SmtpBehaviour::on_message, "554 5.7.1 looks like spam", kNever, Effect::kNone},
        Refusal{"AnswerLostNotKept", &SmtpBehaviour::on_message, "drop", kAgain, Effect::kMaybe},
        Refusal{"AnswerLostKept", &SmtpBehaviour::on_message, "keep and drop", kAgain, Effect::kMaybe}),
    [](const auto& info) { return info.param.name; });

TEST_F(SmtpMailerTest, NobodyListeningIsUnavailable) {
  use_clear_text();
  std::string url;
  {
    const SmtpServer gone({});
    url = gone.url();
  }
  settings_.url = url;
  const auto mailer = SmtpMailer::create(settings_);
  expect_failure((*mailer)->send(mail()), ErrorCode::kUnavailable, Effect::kNone, "");
}

TEST_F(SmtpMailerTest, ASilentServerIsGivenUp) {
  use_clear_text();
  settings_.total_timeout = Millis{200};
  SmtpServer server({.on_connect = "220-and then nothing follows"});
  expect_failure(sent_to(server), ErrorCode::kUnavailable, Effect::kNone, "imeout");
}

TEST_F(SmtpMailerTest, AnAddressThatCouldSmuggleACommandIsNeverSent) {
  use_clear_text();
  SmtpServer server({});
  for (const std::string bad : {"", "a@b.de>\r\nRCPT TO:<c@d.de", "a@b.de> SIZE=1", "a@b.de\n", "<a@b.de"}) {
    Mail to = mail();
    to.recipient = bad;
    Mail from = mail();
    from.from = bad;
    for (const Mail& hostile : {to, from}) {
      expect_failure(sent_to(server, hostile), ErrorCode::kRefusedOutside, Effect::kNone, "");
    }
  }
  EXPECT_THAT(server.commands(), IsEmpty());
}

}  // namespace
}  // namespace curfew::smtp
