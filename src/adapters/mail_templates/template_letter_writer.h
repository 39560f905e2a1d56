// Writes every letter from its templates: plain text and HTML, as one multipart/alternative message.
//
// Safe for use by many threads. Pure text work: no I/O after it is made. Nothing that a person typed (reason, comments,
// names, addresses) can add a header, a recipient, a line that looks like the letter's own, or markup.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/mail_templates/letter_variables.h"
#include "adapters/mail_templates/template_set.h"
#include "ports/mail.h"
#include "ports/notice_topic.h"

namespace curfew::mail_templates {

struct LetterSettings {
  std::string from;                          // address that letters come from
  std::string from_name = "Curfew";          // shown beside it; may be empty
  std::string public_url;                    // of the portal, http or https
  std::string start_url;                     // of the AWS access portal, https; may be empty
  std::filesystem::path templates_dir;       // files here replace the built-in templates; may be empty
  std::string message_id_domain;             // right half of Message-IDs; empty: the domain of `from`
  std::chrono::minutes longest_session{60};  // the longest session duration of a permission set that may be granted
};

class TemplateLetterWriter final : public LetterWriter, public FindingsWriter, public NoticeWriter {
 public:
  // kConfiguration with what is wrong with a setting or a template.
  [[nodiscard]] static Result<std::unique_ptr<TemplateLetterWriter>> create(LetterSettings settings);

  // The Message-ID depends on request, kind and recipient only: a mail that is sent twice can be recognised. Findings
  // that come back are news, so theirs depends on the time, too.
  [[nodiscard]] Result<Mail> write(const Letter& letter) override;
  [[nodiscard]] Result<Mail> write(const FindingsLetter& letter) override;
  // Subject and plain text of the letter to approvers; the attributes name the event, the request, its account and its
  // permission set.
  [[nodiscard]] Result<TopicNotice> notice_of(const Request& request, Instant written_at) override;

 private:
  TemplateLetterWriter(LetterSettings settings, TemplateSet templates);

  [[nodiscard]] Mail mail_of(const TemplateSet::Rendered& rendered, const std::string& recipient, Instant written_at,
                             const std::string& about) const;

  const LetterSettings settings_;
  const LetterSurroundings surroundings_;
  const TemplateSet templates_;
};

}  // namespace curfew::mail_templates
