// The parts that tell people, from the configuration: who writes letters, who sends them, and to which managers.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/mail_templates/template_letter_writer.h"
#include "base/error.h"
#include "main/config/configuration.h"
#include "ports/mail.h"

namespace curfew::wiring {

// The managers that the configuration names, where the pool's own list is not wanted. Immutable.
class FixedApprovers final : public ApproverDirectory {
 public:
  explicit FixedApprovers(std::vector<std::string> addresses) : addresses_(std::move(addresses)) {}
  [[nodiscard]] Result<std::vector<std::string>> approvers() override { return addresses_; }
  [[nodiscard]] bool empty() const { return addresses_.empty(); }

 private:
  const std::vector<std::string> addresses_;
};

// Owned by src/main; outlives the use cases.
class MailParts {
 public:
  // `pool_approvers` are told where the configuration names no managers; `aws` sends the mails of SES, and may be null
  // with another transport. Both must outlive this.
  // Errors: kConfiguration, with what is wrong. Does not connect to anything.
  [[nodiscard]] static Result<std::unique_ptr<MailParts>> open(const config::Configuration& configuration,
                                                               ApproverDirectory& pool_approvers, aws::Caller* aws);

  [[nodiscard]] LetterWriter& letter_writer() { return *letter_writer_; }
  [[nodiscard]] FindingsWriter& findings_writer() { return *letter_writer_; }
  [[nodiscard]] NoticeWriter& notice_writer() { return *letter_writer_; }
  [[nodiscard]] Mailer& mailer() { return *mailer_; }
  [[nodiscard]] ApproverDirectory& approvers() { return approvers_; }

 private:
  MailParts(std::unique_ptr<mail_templates::TemplateLetterWriter> letter_writer, std::unique_ptr<Mailer> mailer,
            std::vector<std::string> named, ApproverDirectory& pool_approvers)
      : letter_writer_(std::move(letter_writer)),
        mailer_(std::move(mailer)),
        named_approvers_(std::move(named)),
        approvers_(named_approvers_.empty() ? pool_approvers : named_approvers_) {}

  std::unique_ptr<mail_templates::TemplateLetterWriter> letter_writer_;
  std::unique_ptr<Mailer> mailer_;
  FixedApprovers named_approvers_;
  ApproverDirectory& approvers_;
};

}  // namespace curfew::wiring
