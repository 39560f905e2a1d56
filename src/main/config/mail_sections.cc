#include <string>

#include "domain/email_address.h"
#include "main/config/checks.h"
#include "main/config/section_parts.h"
#include "main/config/sections.h"

namespace curfew::config {
namespace {

MaildirConfig read_maildir(SectionReader& section) {
  if (!section.has("path")) section.report("path", "is missing. Name the folder for the mails.");
  return {.path = section.path("path", kAnyPath).value_or("")};
}

SmtpConfig read_smtp(SectionReader& section) {
  SmtpConfig smtp;
  smtp.url = section.required_text("url", R"(Write "smtp://mail.example.com:587" or "smtps://mail.example.com:465".)");
  if (!smtp.url.empty() && !is_smtp_url(smtp.url)) {
    section.report("url", "must be smtp:// or smtps:// and a host, perhaps with a port; the user goes into username.");
  }
  smtp.starttls = section.boolean("starttls").value_or(smtp.starttls);
  smtp.ca_file = section.path("ca_file", kFile);
  smtp.username = section.text("username");
  smtp.password_file = section.path("password_file", kPrivateFile);
  if (section.has("username") != section.has("password_file")) {
    section.report(section.has("username") ? "username" : "password_file",
                   "username and password_file belong together: set both or neither.");
  }
  if (section.has("password") && section.text("password")) {
    section.report("password",
                   "a password does not belong into this file. Put it alone into a file of mode 600 and "
                   "name that in password_file.");
  }
  return smtp;
}

}  // namespace

MailConfig read_mail(SectionReader& section) {
  MailConfig mail;
  const std::string kind = read_kind(section, {"maildir", "smtp", "ses"});
  if (kind.empty()) return mail;
  if (kind == "maildir") {
    mail.transport = read_maildir(section);
  } else if (kind == "smtp") {
    mail.transport = read_smtp(section);
  } else {
    mail.transport = SesConfig{};
  }
  mail.from = section.required_text("from", "Write the address that mails come from: \"access@example.com\".");
  if (!mail.from.empty() && !is_email_address(mail.from)) {
    section.report("from", "\"" + mail.from + "\" is no plain e-mail address; the name goes into from_name.");
  }
  mail.from_name = section.text("from_name").value_or(mail.from_name);
  mail.templates_dir = section.path("templates_dir", kDirectory);
  section.report_unknown(" for kind \"" + kind + "\"");
  return mail;
}

NoticesConfig read_notices(SectionReader& section) {
  NoticesConfig notices;
  for (const std::string& address : section.texts("to")) {
    if (!is_email_address(address)) section.report("to", "\"" + address + "\" is no plain e-mail address.");
    notices.to.push_back(address);
  }
  notices.sns_topic_arn = section.text("sns_topic_arn");
  if (notices.sns_topic_arn && !is_topic_arn(*notices.sns_topic_arn)) {
    section.report("sns_topic_arn", "must be a topic's ARN: \"arn:aws:sns:us-east-1:123456789012:curfew\".");
  }
  section.refuse_later({"digest_hour"});
  section.report_unknown();
  return notices;
}

}  // namespace curfew::config
