#include "adapters/mail_templates/template_letter_writer.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "adapters/mail_templates/mime.h"
#include "base/digest.h"
#include "domain/email_address.h"

namespace curfew::mail_templates {
namespace {

bool is_url(std::string_view text, bool https_only) {
  const bool scheme = text.starts_with("https://") || (!https_only && text.starts_with("http://"));
  // What RFC 3986 leaves no place for; it also keeps a link from ending early in a mail client.
  const auto fits = [](char c) {
    return c > ' ' && c <= '~' && std::string_view("\"<>\\^`{|}'").find(c) == std::string_view::npos;
  };
  return scheme && text.size() <= 500 && std::ranges::all_of(text, fits);
}

// What is wrong with the settings; empty when nothing is.
std::string fault(const LetterSettings& settings) {
  if (!is_email_address(settings.from)) return "'from' must be one plain mail address";
  if (!is_email_address("id@" + settings.message_id_domain)) return "'message_id_domain' must be a domain name";
  if (!is_url(settings.public_url, false)) return "'public_url' must be an http or https URL";
  if (!settings.start_url.empty() && !is_url(settings.start_url, true)) return "'start_url' must be an https URL";
  if (settings.longest_session < std::chrono::minutes{1}) return "'longest_session' must be at least a minute";
  return {};
}

std::unexpected<Error> no_address() {
  return fail(ErrorCode::kInvalid, "The recipient's mail address is not one that mail can be sent to.");
}

}  // namespace

TemplateLetterWriter::TemplateLetterWriter(LetterSettings settings, TemplateSet templates)
    : settings_(std::move(settings)),
      surroundings_{.portal_url = settings_.public_url,
                    .start_url = settings_.start_url,
                    .longest_session = settings_.longest_session},
      templates_(std::move(templates)) {}

Result<std::unique_ptr<TemplateLetterWriter>> TemplateLetterWriter::create(LetterSettings settings) {
  if (settings.message_id_domain.empty()) {
    settings.message_id_domain = settings.from.substr(std::min(settings.from.size(), settings.from.find('@') + 1));
  }
  if (const std::string wrong = fault(settings); !wrong.empty()) {
    return fail(ErrorCode::kConfiguration, "Mail settings: " + wrong + ".");
  }
  auto templates = TemplateSet::load(settings.templates_dir);
  if (!templates) return fail(templates.error());
  return std::unique_ptr<TemplateLetterWriter>(new TemplateLetterWriter(std::move(settings), *std::move(templates)));
}

Result<Mail> TemplateLetterWriter::write(const Letter& letter) {
  if (!is_email_address(letter.recipient)) return no_address();
  std::string about = letter.request.id.str();
  about += '\n';
  about += word(letter.kind);
  return mail_of(templates_.render(letter.kind, letter_variables(letter, surroundings_)), letter.recipient,
                 letter.written_at, about);
}

Result<Mail> TemplateLetterWriter::write(const FindingsLetter& letter) {
  if (!is_email_address(letter.recipient)) return no_address();
  return mail_of(templates_.render_findings(findings_variables(letter, surroundings_)), letter.recipient,
                 letter.written_at, std::to_string(unix_millis(letter.written_at)) + '\n' + letter.findings);
}

Result<TopicNotice> TemplateLetterWriter::notice_of(const Request& request, Instant written_at) {
  const Letter letter = {
      .kind = LetterKind::kApprovalRequired, .recipient = {}, .request = request, .written_at = written_at};
  auto rendered = templates_.render(letter.kind, letter_variables(letter, surroundings_));
  return TopicNotice{.id = request.id.str(),
                     .subject = std::move(rendered.subject),
                     .text = std::move(rendered.text),
                     .attributes = {{"event", std::string(word(letter.kind))},
                                    {"request_id", request.id.str()},
                                    {"account_id", request.access.account_id.str()},
                                    {"permission_set", request.permission_set_name}}};
}

Mail TemplateLetterWriter::mail_of(const TemplateSet::Rendered& rendered, const std::string& recipient,
                                   Instant written_at, const std::string& about) const {
  const std::string id = hex(sha256(about + '\n' + recipient)).substr(0, 32) + '@' + settings_.message_id_domain;
  return {.from = settings_.from,
          .recipient = recipient,
          .message = mime_message({.from_name = settings_.from_name,
                                   .from = settings_.from,
                                   .to = recipient,
                                   .subject = rendered.subject,
                                   .message_id = id,
                                   .date = written_at,
                                   .text = rendered.text,
                                   .html = rendered.html})};
}

}  // namespace curfew::mail_templates
