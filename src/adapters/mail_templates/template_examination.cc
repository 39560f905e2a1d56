#include "adapters/mail_templates/template_examination.h"

namespace curfew::mail_templates {

std::vector<Diagnosis> TemplateExamination::examine() {
  const std::string own = settings_.templates_dir.string();
  const std::string subject = own.empty() ? "templates" : "templates in " + own;
  const auto writer = TemplateLetterWriter::create(settings_);
  if (!writer) {
    return {broken(subject, writer.error().public_text, "Correct the template, or take mail.templates_dir away.")};
  }
  return {works(subject, own.empty() ? "Those that come with Curfew parse." : "All of them parse.")};
}

}  // namespace curfew::mail_templates
