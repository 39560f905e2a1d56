// Sends mail by Amazon SES (API v2, SendEmail), the message as it is.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
//
// The call needs two rights: ses:SendEmail, and ses:SendRawEmail because the message is complete. One attempt a call:
// SES knows no token that would make a second one the same mail, and what is owed is sent again by whoever owes it.
// Owned by src/main. Safe for use by many threads.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "adapters/aws/caller.h"
#include "ports/mail.h"

namespace curfew::ses {

struct SesSettings {
  std::optional<std::string> configuration_set = std::nullopt;  // where SES publishes what becomes of each mail
};

class SesMailer final : public Mailer {
 public:
  // `caller` must outlive this.
  SesMailer(SesSettings settings, aws::Caller& caller) : settings_(std::move(settings)), caller_(caller) {}

  // kRefusedOutside only for an address or a message that SES will never take. What somebody can mend while the mail
  // waits (an address or domain that is not verified, an account that is in SES's sandbox, paused or over its quota, a
  // missing right) is kUnavailable, with what to do in the texts.
  [[nodiscard]] Status send(const Mail& mail) override;

 private:
  const SesSettings settings_;
  aws::Caller& caller_;
};

}  // namespace curfew::ses
