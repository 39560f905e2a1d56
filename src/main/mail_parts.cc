#include "main/mail_parts.h"

#include <utility>
#include <variant>

#include "adapters/maildir/maildir_mailer.h"
#include "adapters/ses/ses_mailer.h"
#include "adapters/smtp/smtp_mailer.h"
#include "main/mail_settings.h"

namespace curfew::wiring {
namespace {

Result<std::unique_ptr<Mailer>> make_smtp(const config::SmtpConfig& config) {
  auto settings = smtp_settings_of(config);
  if (!settings) return fail(settings.error());
  auto mailer = smtp::SmtpMailer::create(*std::move(settings));
  if (!mailer) return fail(mailer.error());
  return std::unique_ptr<Mailer>(std::move(*mailer));
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
  auto letter_writer = mail_templates::TemplateLetterWriter::create(letter_settings_of(configuration));
  if (!letter_writer) return fail(letter_writer.error());
  auto mailer = make_mailer(configuration, aws);
  if (!mailer) return fail(mailer.error());
  return std::unique_ptr<MailParts>(
      new MailParts(std::move(*letter_writer), std::move(*mailer), configuration.notices.to, pool_approvers));
}

}  // namespace curfew::wiring
