#include "adapters/smtp/smtp_examination.h"

namespace curfew::smtp {

std::vector<Diagnosis> SmtpExamination::examine() {
  const std::string subject = "server " + settings_.url;
  SmtpSettings settings = settings_;
  settings.connect_timeout = Millis{5'000};
  settings.total_timeout = Millis{15'000};
  const auto mailer = SmtpMailer::create(std::move(settings));
  if (!mailer) return {broken(subject, mailer.error().public_text, "Correct the section [mail].")};
  if (const Status tried = (*mailer)->try_connection(); !tried) {
    return {
        broken(subject, tried.error().log_text,
               "Check mail.url, ca_file, username and password_file, and that the server can be reached from here.")};
  }
  const bool is_tls = settings_.starttls || settings_.url.starts_with("smtps:");
  return {works(subject, std::string(is_tls ? "It answers, over TLS" : "It answers") +
                             (settings_.username.empty() ? "." : ", and lets " + settings_.username + " in.")),
          unproved("sender", "Only a mail shows whether the server takes it from that address.")};
}

}  // namespace curfew::smtp
