// Examines the templates of letters: that all of them parse, with the settings they are filled in with.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/mail_templates/template_letter_writer.h"
#include "ports/examination.h"

namespace curfew::mail_templates {

class TemplateExamination final : public Examination {
 public:
  explicit TemplateExamination(LetterSettings settings) : settings_(std::move(settings)) {}

  [[nodiscard]] std::string part() const override { return "mail"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  const LetterSettings settings_;
};

}  // namespace curfew::mail_templates
