// Examines the mail server: connects, goes on in TLS, signs in. Sends nothing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/smtp/smtp_mailer.h"
#include "ports/examination.h"

namespace curfew::smtp {

class SmtpExamination final : public Examination {
 public:
  explicit SmtpExamination(SmtpSettings settings) : settings_(std::move(settings)) {}

  [[nodiscard]] std::string part() const override { return "mail"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  const SmtpSettings settings_;
};

}  // namespace curfew::smtp
