#include "main/mail_parts.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <variant>

#include "adapters/maildir/maildir_mailer.h"
#include "adapters/ses/ses_mailer.h"
#include "adapters/smtp/smtp_mailer.h"
#include "base/secret.h"
#include "main/settings.h"

namespace curfew::wiring {
namespace {

// The file's first line: editors like to end a file with a new line, and no password has one.
Result<Secret> read_password(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || line.empty()) {
    return fail(ErrorCode::kConfiguration, "mail.password_file: " + file.string() + " cannot be read, or is empty.");
  }
  if (line.back() == '\r') line.pop_back();
  return Secret(std::move(line));
}

Result<std::unique_ptr<Mailer>> make_smtp(const config::SmtpConfig& config) {
  smtp::SmtpSettings settings{.url = config.url,
                              .starttls = config.starttls,
                              .username = config.username.value_or(""),
                              .ca_file = config.ca_file.value_or(std::filesystem::path{})};
  if (config.password_file) {
    auto password = read_password(*config.password_file);
    if (!password) return fail(password.error());
    settings.password = std::move(*password);
  }
  auto mailer = smtp::SmtpMailer::create(std::move(settings));
  if (!mailer) return fail(mailer.error());
  return std::unique_ptr<Mailer>(std::move(*mailer));
}

Result<std::unique_ptr<mail_templates::TemplateLetterWriter>> make_letter_writer(
    const config::Configuration& configuration) {
  std::chrono::minutes longest_session{0};
  for (const config::PermissionSetConfig& set : configuration.permission_sets) {
    longest_session = std::max(longest_session, set.max_session);
  }
  return mail_templates::TemplateLetterWriter::create(
      {.from = configuration.mail.from,
       .from_name = configuration.mail.from_name,
       .public_url = public_url_of(configuration),
       .start_url = configuration.identity_center.start_url.value_or(""),
       .templates_dir = configuration.mail.templates_dir.value_or(std::filesystem::path{}),
       .longest_session = longest_session});
}

Result<std::unique_ptr<Mailer>> make_mailer(const config::Configuration& configuration, aws::Caller* aws) {
  if (std::holds_alternative<config::SesConfig>(configuration.mail.transport)) {
    return std::make_unique<ses::SesMailer>(ses::SesSettings{}, *aws);
  }
  if (const auto* config = std::get_if<config::SmtpConfig>(&configuration.mail.transport)) return make_smtp(*config);
  auto mailer =
      std::make_unique<maildir::MaildirMailer>(std::get<config::MaildirConfig>(configuration.mail.transport).path);
  if (auto ready = mailer->prepare(); !ready) return fail(ready.error());
  return mailer;
}

}  // namespace

Result<std::unique_ptr<MailParts>> MailParts::open(const config::Configuration& configuration,
                                                   ApproverDirectory& pool_approvers, aws::Caller* aws) {
  auto letter_writer = make_letter_writer(configuration);
  if (!letter_writer) return fail(letter_writer.error());
  auto mailer = make_mailer(configuration, aws);
  if (!mailer) return fail(mailer.error());
  return std::unique_ptr<MailParts>(
      new MailParts(std::move(*letter_writer), std::move(*mailer), configuration.notices.to, pool_approvers));
}

}  // namespace curfew::wiring
