// The settings of the parts that mail, from the configuration.
#pragma once

#include "adapters/mail_templates/template_letter_writer.h"
#include "adapters/smtp/smtp_mailer.h"
#include "base/error.h"
#include "main/config/configuration.h"

namespace curfew::wiring {

[[nodiscard]] mail_templates::LetterSettings letter_settings_of(const config::Configuration& configuration);

// Reads the password from its file. Errors: kConfiguration.
[[nodiscard]] Result<smtp::SmtpSettings> smtp_settings_of(const config::SmtpConfig& config);

}  // namespace curfew::wiring
