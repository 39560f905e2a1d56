#include "adapters/mail_templates/mime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/fake_clock.h"
#include "support/mime_reader.h"

namespace curfew::mail_templates {
namespace {

using testing::ElementsAre;

MessageParts example() {
  return {.from_name = "Curfew",
          .from = "curfew@example.com",
          .to = "john@example.com",
          .subject = "Hello",
          .message_id = "abc@example.com",
          .date = test::kTestStart,
          .text = "text\n",
          .html = "<p>html</p>\n"};
}

TEST(MimeTest, AMessageHasItsHeadersOnceAndBothParts) {
  const test::ReadMail mail = test::read_mail(mime_message(example()));
  EXPECT_THAT(mail.header_names, ElementsAre("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
                                             "MIME-Version", "Content-Type"));
  EXPECT_EQ(mail.headers.at("From"), "Curfew <curfew@example.com>");
  EXPECT_EQ(mail.headers.at("To"), "john@example.com");
  EXPECT_EQ(mail.headers.at("Message-ID"), "<abc@example.com>");
  EXPECT_EQ(mail.headers.at("Auto-Submitted"), "auto-generated");
  EXPECT_EQ(mail.text, "text\n");
  EXPECT_EQ(mail.html, "<p>html</p>\n");
}

TEST(MimeTest, NoHeaderCanBeAddedThroughASubjectOrName) {
  MessageParts parts = example();
  parts.subject = "Hi\r\nBcc: everybody@example.com\r\n\r\nbody";
  parts.from_name = "Evil\r\nX-Evil: 1";
  const test::ReadMail mail = test::read_mail(mime_message(parts));
  EXPECT_FALSE(mail.headers.contains("Bcc"));
  EXPECT_FALSE(mail.headers.contains("X-Evil"));
  EXPECT_EQ(mail.headers.at("Subject"), "Hi  Bcc: everybody@example.com    body");
}

TEST(MimeTest, AnyNameIsShownAsItIs) {
  for (const std::string name : {"Zugänge, \"JIT\" <x@y.de>", "Curfew (prod)", "=?UTF-8?Q?x?=", "a@b"}) {
    MessageParts parts = example();
    parts.from_name = name;
    EXPECT_EQ(test::read_mail(mime_message(parts)).headers.at("From"), name + " <curfew@example.com>");
  }
}

TEST(MimeTest, ASubjectBeyondAsciiIsEncodedAndFoldedBetweenCharacters) {
  std::string subject = "✓ ";
  for (int i = 0; i < 40; ++i) subject += "Zugang für 😀 ";
  MessageParts parts = example();
  parts.subject = subject;
  const std::string message = mime_message(parts);
  EXPECT_EQ(test::read_mail(message).headers.at("Subject"), subject);
  for (std::size_t at = 0, end = 0; (end = message.find("\r\n", at)) != std::string::npos; at = end + 2) {
    EXPECT_LE(end - at, 76U);
  }
}

TEST(MimeTest, APlainSubjectStaysReadable) {
  EXPECT_EQ(header_text("JIT Access Approval Required - john.doe@company.com", 9),
            "JIT Access Approval Required - john.doe@company.com");
}

TEST(MimeTest, APlainSubjectThatLooksEncodedIsNotDecodedByItsReader) {
  MessageParts parts = example();
  parts.subject = "=?UTF-8?Q?forged?=";
  EXPECT_EQ(test::read_mail(mime_message(parts)).headers.at("Subject"), "=?UTF-8?Q?forged?=");
}

TEST(QuotedPrintableTest, EncodesWhatMailMayNotCarry) {
  EXPECT_EQ(quoted_printable("a=b\n"), "a=3Db\r\n");
  EXPECT_EQ(quoted_printable("grün"), "gr=C3=BCn\r\n");
  EXPECT_EQ(quoted_printable("ends in space \nand tab\t"), "ends in space=20\r\nand tab=09\r\n");
  EXPECT_EQ(quoted_printable("a\rb"), "a=0Db\r\n");
  EXPECT_EQ(quoted_printable(""), "");
}

TEST(QuotedPrintableTest, LinesOfAnyLengthComeBackAsTheyWere) {
  for (std::size_t length = 70; length < 240; ++length) {
    MessageParts parts = example();
    parts.text = std::string(length, 'x') + " é=\n" + std::string(length, ' ') + "\n.\n..dots\nFrom here\n";
    EXPECT_EQ(test::read_mail(mime_message(parts)).text, parts.text) << length;
  }
}

TEST(QuotedPrintableTest, ABoundaryCannotBeForged) {
  MessageParts parts = example();
  const std::string message = mime_message(parts);
  const std::size_t at = message.find("boundary=\"") + 10;
  parts.text = "--" + message.substr(at, message.find('"', at) - at) + "--\n";
  EXPECT_EQ(test::read_mail(mime_message(parts)).text, parts.text);
}

TEST(MailDateTest, IsSpelledAsInRfc5322) {
  EXPECT_EQ(mail_date(test::kTestStart + Millis(999)), "Sat, 06 Dec 2025 14:30:00 +0000");
  EXPECT_EQ(mail_date(Instant{}), "Thu, 01 Jan 1970 00:00:00 +0000");
}

}  // namespace
}  // namespace curfew::mail_templates
