#include "adapters/mail_templates/template_letter_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "support/fake_clock.h"
#include "support/mime_reader.h"
#include "support/temp_dir.h"

namespace curfew::mail_templates {
namespace {

using std::chrono::minutes;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Kind = LetterKind;

constexpr const char* kPortal = "https://jit.company.com";
constexpr const char* kStart = "https://d-123.awsapps.com/start";
constexpr std::array kAllKinds = {Kind::kAccessGranted, Kind::kApprovalPending,   Kind::kRequestApproved,
                                  Kind::kRequestDenied, Kind::kAccessAutoRevoked, Kind::kAccessManuallyRevoked,
                                  Kind::kAccessFailed,  Kind::kRequestExpired,    Kind::kApprovalRequired};

LetterSettings settings() { return {.from = "access@company.com", .public_url = kPortal, .start_url = kStart}; }

RequestStatus status_for(Kind kind) {
  switch (kind) {
    case Kind::kAccessGranted:
    case Kind::kRequestApproved: return RequestStatus::kActive;
    case Kind::kApprovalPending:
    case Kind::kApprovalRequired: return RequestStatus::kPending;
    case Kind::kRequestDenied: return RequestStatus::kDenied;
    case Kind::kAccessAutoRevoked:
    case Kind::kAccessManuallyRevoked: return RequestStatus::kRevoked;
    case Kind::kAccessFailed: return RequestStatus::kFailed;
    case Kind::kRequestExpired: return RequestStatus::kExpired;
  }
  return RequestStatus::kPending;
}

// The request a letter of this kind is about, as the lifecycle leaves it.
Request request_for(Kind kind) {
  const Seconds start = floor_seconds(test::kTestStart);
  Request request;
  request.id = RequestId("6f1e2c34-5d6e-4abc-8def-123456789abc");
  request.status = status_for(kind);
  request.user_email = "john.doe@company.com";
  request.account_name = "Management";
  request.permission_set = "EmergencyAdmin";
  request.permission_set_name = "JIT-EmergencyAdmin";
  request.reason = "Production database outage, TICKET-1234";
  request.duration = minutes(60);
  request.requested_at = start - minutes(10);
  if (request.status == RequestStatus::kPending) return request;
  request.ended_at = start + minutes(60);
  if (kind == Kind::kRequestExpired) return request;
  request.decision = Decision{.automatic = kind == Kind::kAccessGranted,
                              .approver = Subject("mary"),
                              .approver_user_id = {},
                              .approver_email = kind == Kind::kAccessGranted ? "" : "mary@company.com",
                              .comments = kind == Kind::kAccessGranted ? "" : "Use S3 instead",
                              .at = start};
  if (kind == Kind::kRequestDenied) return request;
  request.expires_at = start + minutes(60);
  request.failure = kind == Kind::kAccessFailed ? "AWS does not know the account any more." : "";
  if (request.status == RequestStatus::kActive) request.ended_at.reset();
  if (kind == Kind::kAccessAutoRevoked) request.revocation = Revocation{.type = RevocationType::kAuto, .by = {}};
  if (kind == Kind::kAccessManuallyRevoked) {
    request.revocation = Revocation{.type = RevocationType::kManual, .by = "mary@company.com"};
  }
  return request;
}

Letter letter_for(Kind kind) {
  return {
      .kind = kind, .recipient = "john.doe@company.com", .request = request_for(kind), .written_at = test::kTestStart};
}

test::ReadMail written(const Letter& letter, const LetterSettings& with = settings()) {
  const auto writer = TemplateLetterWriter::create(with);
  EXPECT_TRUE(writer.has_value()) << writer.error().public_text;
  const auto mail = (*writer)->write(letter);
  EXPECT_TRUE(mail.has_value()) << mail.error().public_text;
  return test::read_mail(mail->message);
}

std::string subject_of(Kind kind) { return written(letter_for(kind)).headers.at("Subject"); }

TEST(LetterTest, SubjectsAreThoseOfTheManual) {
  EXPECT_EQ(subject_of(Kind::kAccessGranted), "✓ JIT Access Granted - EmergencyAdmin");
  EXPECT_EQ(subject_of(Kind::kApprovalPending), "⏳ JIT Access Pending Approval - EmergencyAdmin");
  EXPECT_EQ(subject_of(Kind::kRequestApproved), "✓ JIT Access Approved - EmergencyAdmin");
  EXPECT_EQ(subject_of(Kind::kRequestDenied), "✗ JIT Access Denied - EmergencyAdmin");
  EXPECT_EQ(subject_of(Kind::kAccessAutoRevoked), "⏱ JIT Access Automatically Revoked - EmergencyAdmin");
  EXPECT_EQ(subject_of(Kind::kAccessManuallyRevoked), "🚫 JIT Access Revoked - EmergencyAdmin");
  EXPECT_EQ(subject_of(Kind::kAccessFailed), "⚠ JIT Access Failed - EmergencyAdmin");
  EXPECT_EQ(subject_of(Kind::kRequestExpired), "⌛ JIT Access Request Expired - EmergencyAdmin");
  EXPECT_EQ(subject_of(Kind::kApprovalRequired), "JIT Access Approval Required - john.doe@company.com");
}

TEST(LetterTest, EveryLetterNamesItsRequestInBothPartsAndLinksToThePortal) {
  for (const Kind kind : kAllKinds) {
    SCOPED_TRACE(word(kind));
    const test::ReadMail mail = written(letter_for(kind));
    for (const std::string& part : {mail.text, mail.html}) {
      EXPECT_THAT(part, AllOf(HasSubstr("Management"), HasSubstr("JIT-EmergencyAdmin"),
                              HasSubstr("6f1e2c34-5d6e-4abc-8def-123456789abc"), HasSubstr(kPortal)));
      EXPECT_THAT(part, AllOf(Not(HasSubstr("{{")), Not(HasSubstr("\n\n\n"))));
    }
    EXPECT_THAT(mail.text, Not(testing::StartsWith("\n")));
    EXPECT_THAT(mail.html, AllOf(Not(HasSubstr("src=")), Not(HasSubstr("url("))));  // nothing is fetched to read it
  }
}

TEST(LetterTest, GrantedReadsAsInTheManual) {
  EXPECT_THAT(written(letter_for(Kind::kAccessGranted)).text,
              HasSubstr("Your JIT access request has been APPROVED and access is now ACTIVE.\n\n"
                        "Account: Management\n"
                        "Permission Set: JIT-EmergencyAdmin\n"
                        "Expires: 2025-12-06 15:30:00 UTC\n"
                        "Duration: 60 minutes\n\n"
                        "Your access will be automatically revoked after 60 minutes.\n"));
}

TEST(LetterTest, NoticeToManagersReadsAsInTheManual) {
  const std::string text = written(letter_for(Kind::kApprovalRequired)).text;
  EXPECT_THAT(text, HasSubstr("Request ID: 6f1e2c34-5d6e-4abc-8def-123456789abc\n"
                              "User: john.doe@company.com\n"
                              "Account: Management\n"
                              "Permission Set: JIT-EmergencyAdmin\n"));
  EXPECT_THAT(text, HasSubstr("\nReason: Production database outage, TICKET-1234\n\n"
                              "This is a HIGH RISK access request requiring approval.\n\n"
                              "To approve or deny, log in to: https://jit.company.com/approvals/"
                              "6f1e2c34-5d6e-4abc-8def-123456789abc\n"));
}

TEST(LetterTest, NoticeToManagersOpensTheRequestItIsAbout) {
  const std::string link = "https://jit.company.com/approvals/6f1e2c34-5d6e-4abc-8def-123456789abc";
  const test::ReadMail mail = written(letter_for(Kind::kApprovalRequired));
  EXPECT_THAT(mail.text, HasSubstr(" " + link + "\n"));
  EXPECT_THAT(mail.html, AllOf(HasSubstr("href=\"" + link + "\""), HasSubstr(": " + link + "</p>")));
}

TEST(LetterTest, ApprovedNamesTheApproverAndTheComments) {
  const test::ReadMail mail = written(letter_for(Kind::kRequestApproved));
  for (const std::string& part : {mail.text, mail.html}) {
    EXPECT_THAT(
        part, AllOf(HasSubstr("mary@company.com"), HasSubstr("Use S3 instead"), HasSubstr("2025-12-06 15:30:00 UTC")));
  }
  Letter silent = letter_for(Kind::kRequestApproved);
  silent.request.decision->comments.clear();
  EXPECT_THAT(written(silent).text, Not(HasSubstr("Comments")));
  EXPECT_THAT(written(silent).html, Not(HasSubstr("Comments")));
}

TEST(LetterTest, DeniedSaysWhyAndByWhom) {
  const test::ReadMail mail = written(letter_for(Kind::kRequestDenied));
  EXPECT_THAT(mail.text, AllOf(HasSubstr("DENIED by mary@company.com"),
                               HasSubstr("Reason for denial: Use S3 instead\n"), HasSubstr("No access was given.")));
  EXPECT_THAT(mail.html, AllOf(HasSubstr("Reason for denial"), HasSubstr("Use S3 instead")));
}

TEST(LetterTest, PendingPromisesNoEnd) {
  EXPECT_THAT(written(letter_for(Kind::kApprovalPending)).text,
              AllOf(HasSubstr("PENDING"), Not(HasSubstr("Expires")), HasSubstr("Duration: 60 minutes")));
}

TEST(LetterTest, FailedSaysWhatWentWrong) {
  const test::ReadMail mail = written(letter_for(Kind::kAccessFailed));
  EXPECT_THAT(mail.text, HasSubstr("What went wrong: AWS does not know the account any more.\n"));
  EXPECT_THAT(mail.html, HasSubstr("AWS does not know the account any more."));
}

TEST(LetterTest, RevokedSaysWhenAndByWhom) {
  EXPECT_THAT(written(letter_for(Kind::kAccessAutoRevoked)).text,
              AllOf(HasSubstr("automatically REVOKED"), HasSubstr("Revoked: 2025-12-06 15:30:00 UTC\n"),
                    Not(HasSubstr("Revoked by"))));
  EXPECT_THAT(written(letter_for(Kind::kAccessManuallyRevoked)).text,
              AllOf(HasSubstr("REVOKED by mary@company.com"), HasSubstr("Revoked by: mary@company.com\n")));
}

TEST(LetterTest, LettersAboutTheEndAdmitThatOpenSessionsLiveOn) {
  LetterSettings with = settings();
  with.longest_session = minutes(240);
  for (const Kind kind :
       {Kind::kAccessGranted, Kind::kRequestApproved, Kind::kAccessAutoRevoked, Kind::kAccessManuallyRevoked}) {
    const test::ReadMail mail = written(letter_for(kind), with);
    EXPECT_THAT(mail.text, HasSubstr("can live on for up to 4 hours"));
    EXPECT_THAT(mail.html, HasSubstr("can live on for up to 4 hours"));
  }
}

TEST(LetterTest, AnEndThatLeavesTheAccessWithAnotherRequestDoesNotClaimThatItIsGone) {
  for (const Kind kind : {Kind::kAccessAutoRevoked, Kind::kAccessManuallyRevoked}) {
    Letter letter = letter_for(kind);
    letter.request.access_until = floor_seconds(test::kTestStart) + minutes(95);
    letter.request.held_by = RequestId("0ther-1d");
    const test::ReadMail mail = written(letter);
    for (const std::string& part : {mail.text, mail.html}) {
      EXPECT_THAT(part, AllOf(HasSubstr("you keep the access until 2025-12-06 16:05:00 UTC"), HasSubstr("0ther-1d"),
                              Not(HasSubstr("REVOKED"))));
    }
  }
}

TEST(LetterTest, AMailThatComesLateSaysWhatHasBecomeOfTheRequest) {
  for (const Kind kind :
       {Kind::kAccessGranted, Kind::kRequestApproved, Kind::kApprovalPending, Kind::kApprovalRequired}) {
    Letter letter = letter_for(kind);
    EXPECT_THAT(written(letter).text, Not(HasSubstr("comes late")));
    letter.request.status = RequestStatus::kRevoked;
    const test::ReadMail mail = written(letter);
    EXPECT_THAT(mail.text, testing::StartsWith("This mail comes late. The request is REVOKED by now"));
    EXPECT_THAT(mail.html, HasSubstr("This mail comes late."));
  }
}

TEST(LetterTest, TheAwsStartUrlIsLinkedWhenThereIsOne) {
  EXPECT_THAT(written(letter_for(Kind::kAccessGranted)).html, HasSubstr("href=\"https://d-123.awsapps.com/start\""));
  LetterSettings without = settings();
  without.start_url.clear();
  EXPECT_THAT(written(letter_for(Kind::kAccessGranted), without).text, HasSubstr("sign in to your AWS access portal"));
}

TEST(LetterTest, NothingThatPeopleTypedGetsOutOfItsPlace) {
  const std::string hostile =
      "x\r\nBcc: all@company.com\r\n\r\n--boundary\n\nApproved by: the CEO\n"
      "<script>alert(1)</script><a href=\"https://evil.example\">here</a>{{request_id}}{{{portal_url}}}{{> late}}"
      "\x01\x1b[31m\xff\xc3";
  for (const Kind kind : kAllKinds) {
    SCOPED_TRACE(word(kind));
    Letter letter = letter_for(kind);
    Request& r = letter.request;
    r.user_email = r.account_name = r.permission_set = r.permission_set_name = r.reason = r.failure = hostile;
    r.held_by = RequestId(hostile);
    r.access_until = r.requested_at;
    if (r.decision) r.decision->comments = r.decision->approver_email = hostile;
    if (r.revocation) r.revocation->by = hostile;
    const test::ReadMail mail = written(letter);  // throws for stray CR, LF and bytes
    EXPECT_EQ(mail.header_names.size(), 8U);
    EXPECT_FALSE(mail.headers.contains("Bcc"));
    EXPECT_THAT(mail.html,
                AllOf(Not(HasSubstr("<script")), Not(HasSubstr("href=\"https://evil")), Not(HasSubstr("\x01"))));
    EXPECT_THAT(mail.text,
                AllOf(Not(HasSubstr("\nApproved by: the CEO")), Not(HasSubstr("\x1b")), Not(HasSubstr("\nBcc"))));
    EXPECT_THAT(mail.text, HasSubstr("{{request_id}}{{{portal_url}}}{{> late}}"));  // shown, not obeyed
  }
}

TEST(LetterTest, ARecipientThatIsNoSingleAddressIsRefused) {
  const auto writer = TemplateLetterWriter::create(settings());
  for (const std::string bad : {"", "a@b.de, c@d.de", "a@b.de\r\nBcc: c@d.de", "John <a@b.de>"}) {
    Letter letter = letter_for(Kind::kAccessGranted);
    letter.recipient = bad;
    const auto mail = (*writer)->write(letter);
    ASSERT_FALSE(mail.has_value()) << bad;
    EXPECT_EQ(mail.error().code, ErrorCode::kInvalid);
  }
}

TEST(LetterTest, TheSameLetterHasTheSameMessageIdAndAnyOtherHasAnother) {
  const Letter letter = letter_for(Kind::kAccessGranted);
  const std::string id = written(letter).headers.at("Message-ID");
  EXPECT_THAT(id, testing::MatchesRegex("<[0-9a-f]{32}@company.com>"));
  Letter again = letter;
  again.written_at += minutes(5);
  again.request.status = RequestStatus::kRevoked;
  EXPECT_EQ(written(again).headers.at("Message-ID"), id);
  Letter other_recipient = letter, other_kind = letter_for(Kind::kAccessFailed), other_request = letter;
  other_recipient.recipient = "mary@company.com";
  other_request.request.id = RequestId("another");
  for (const Letter& other : {other_recipient, other_kind, other_request}) {
    EXPECT_NE(written(other).headers.at("Message-ID"), id);
  }
}

Result<Mail> findings_mail(const FindingsLetter& letter) {
  return (*TemplateLetterWriter::create(settings()))->write(letter);
}

TEST(FindingsLetterTest, EveryFindingStandsOnALineOfItsOwnInBothParts) {
  const auto mail = findings_mail({.recipient = "mary@company.com",
                                   .findings = "standing: user-1 has <Admin>\nmissing: user-2\r\nBcc: eve@example.com",
                                   .written_at = test::kTestStart});
  ASSERT_TRUE(mail.has_value()) << mail.error().public_text;
  EXPECT_EQ(mail->recipient, "mary@company.com");
  const test::ReadMail read = test::read_mail(mail->message);
  EXPECT_EQ(read.headers.at("Subject"), "⚠ JIT Access: Identity Center differs from the record");
  EXPECT_FALSE(read.headers.contains("Bcc"));
  EXPECT_THAT(read.text, AllOf(HasSubstr("standing: user-1 has <Admin>\n"), HasSubstr("missing: user-2\n")));
  EXPECT_THAT(read.html, AllOf(HasSubstr("standing: user-1 has &lt;Admin&gt;<br>"), HasSubstr(kPortal)));
  for (const std::string& part : {read.text, read.html}) EXPECT_THAT(part, Not(HasSubstr("{{")));
}

TEST(FindingsLetterTest, FindingsThatComeBackAreAnotherMail) {
  FindingsLetter letter{.recipient = "mary@company.com", .findings = "standing: x", .written_at = test::kTestStart};
  const auto id = [&] { return test::read_mail(findings_mail(letter)->message).headers.at("Message-ID"); };
  const std::string first = id();
  EXPECT_EQ(id(), first);
  letter.written_at += minutes(60);
  EXPECT_NE(id(), first);
}

TEST(FindingsLetterTest, ARecipientThatIsNoSingleAddressIsRefused) {
  EXPECT_EQ(
      findings_mail({.recipient = "a@b.example\nBcc: c@d.example", .findings = "x", .written_at = {}}).error().code,
      ErrorCode::kInvalid);
}

TEST(LetterSettingsTest, SettingsThatCouldHarmALetterAreRefused) {
  const auto refused = [](auto change) {
    LetterSettings with = settings();
    change(with);
    const auto writer = TemplateLetterWriter::create(with);
    return !writer && writer.error().code == ErrorCode::kConfiguration;
  };
  EXPECT_TRUE(refused([](LetterSettings& s) { s.from = "nobody"; }));
  EXPECT_TRUE(refused([](LetterSettings& s) { s.from = ""; }));
  EXPECT_TRUE(refused([](LetterSettings& s) { s.public_url = ""; }));
  EXPECT_TRUE(refused([](LetterSettings& s) { s.public_url = "javascript:alert(1)"; }));
  EXPECT_TRUE(refused([](LetterSettings& s) { s.public_url = "https://a.example/\" onclick=\"x"; }));
  EXPECT_TRUE(refused([](LetterSettings& s) { s.start_url = "http://a.example"; }));
  EXPECT_TRUE(refused([](LetterSettings& s) { s.message_id_domain = "a>b"; }));
  EXPECT_TRUE(refused([](LetterSettings& s) { s.longest_session = minutes(0); }));
  EXPECT_TRUE(refused([](LetterSettings& s) { s.templates_dir = "/nonexistent"; }));
}

class OwnTemplatesTest : public testing::Test {
 protected:
  void put(const std::string& name, const std::string& text) const { std::ofstream(directory_ / name) << text; }
  LetterSettings with_directory() const {
    LetterSettings with = settings();
    with.templates_dir = directory_.path();
    return with;
  }
  std::string complaint() const {
    const auto writer = TemplateLetterWriter::create(with_directory());
    return writer ? "" : writer.error().public_text;
  }

  test::TempDir directory_;
};

TEST_F(OwnTemplatesTest, AFileReplacesTheBuiltInOneOfItsNameAndNoOther) {
  put("access_granted.subject", "Zugang erteilt: {{permission_set}}\n");
  put("access_granted.txt", "Hallo!\r\nBis {{expires}}\n");
  put("README", "not a template");
  const test::ReadMail mail = written(letter_for(Kind::kAccessGranted), with_directory());
  EXPECT_EQ(mail.headers.at("Subject"), "Zugang erteilt: EmergencyAdmin");
  EXPECT_THAT(mail.text, testing::StartsWith("Hallo!\nBis 2025-12-06 15:30:00 UTC\n"));
  EXPECT_THAT(mail.html, HasSubstr("<strong>ACTIVE</strong>"));
}

TEST_F(OwnTemplatesTest, AMisspeltVariableIsFoundAtTheStartAndNamed) {
  put("request_denied.html", "<p>\n{{#denial_reason}}{{reson}}{{/denial_reason}}</p>");
  EXPECT_THAT(complaint(), HasSubstr("request_denied.html:2: unknown variable 'reson'"));
}

TEST_F(OwnTemplatesTest, AFileThatReplacesNothingIsFound) {
  put("acces_granted.txt", "x");
  EXPECT_THAT(complaint(), AllOf(HasSubstr("acces_granted.txt"), HasSubstr("no template of this name")));
}

TEST_F(OwnTemplatesTest, AHugeFileIsRefused) {
  put("layout.html", std::string(300'000, 'x'));
  EXPECT_THAT(complaint(), HasSubstr("larger than 256 KiB"));
}

TEST(LetterTest, ATopicGetsTheWordsOfTheLetterToApprovers) {
  Request request = request_for(Kind::kApprovalRequired);
  request.access.account_id = AccountId("533267321107");
  auto writer = TemplateLetterWriter::create(settings()).value();
  const auto notice = writer->notice_of(request, test::kTestStart);
  ASSERT_TRUE(notice);
  const test::ReadMail letter = written(letter_for(Kind::kApprovalRequired));
  EXPECT_EQ(notice->subject, letter.headers.at("Subject"));
  EXPECT_EQ(notice->text, letter.text);
  EXPECT_EQ(notice->id, request.id.str());
  EXPECT_THAT(notice->attributes, testing::ElementsAre(testing::Pair("event", "approval_required"),
                                                       testing::Pair("request_id", request.id.str()),
                                                       testing::Pair("account_id", "533267321107"),
                                                       testing::Pair("permission_set", "JIT-EmergencyAdmin")));
  EXPECT_EQ(writer->notice_of(request, test::kTestStart + minutes(5))->id, notice->id);
}

}  // namespace
}  // namespace curfew::mail_templates
