#include "adapters/mail_templates/template_set.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "adapters/mail_templates/embedded_files.h"
#include "adapters/mail_templates/letter_variables.h"

namespace curfew::mail_templates {
namespace {

namespace fs = std::filesystem;

constexpr std::array kLetters = {
    LetterKind::kAccessGranted, LetterKind::kApprovalPending,   LetterKind::kRequestApproved,
    LetterKind::kRequestDenied, LetterKind::kAccessAutoRevoked, LetterKind::kAccessManuallyRevoked,
    LetterKind::kAccessFailed,  LetterKind::kRequestExpired,    LetterKind::kApprovalRequired};
// Not about a request, and so no LetterKind.
constexpr std::string_view kFindings = "reconcile_findings";
constexpr std::array<std::string_view, 3> kTextPartials = {"late", "sessions", "sign_in"};
constexpr std::array<std::string_view, 4> kHtmlPartials = {"facts", "late", "sessions", "sign_in"};
constexpr std::uintmax_t kLargestFile = 256UL * 1024UL;

std::unexpected<Error> bad_file(const fs::path& file, const std::string& why) {
  return fail(ErrorCode::kConfiguration, "Mail template " + file.string() + ": " + why);
}

Result<std::string> contents(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  if (error) return bad_file(file, error.message());
  if (size > kLargestFile) return bad_file(file, "larger than 256 KiB");
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.good() && !in.eof()) return bad_file(file, "cannot be read");
  std::erase(text, '\r');
  return text;
}

bool is_template_name(const fs::path& name) {
  return name.extension() == ".subject" || name.extension() == ".txt" || name.extension() == ".html";
}

// Files end in a newline for their editors' sake; a subject, and what is included in the middle of a text, must not.
std::string without_last_newline(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

// Sections that were left out leave their blank lines behind: none at the start, never two in a row. What people typed
// stays as it is, since its further lines are indented and so never empty.
std::string tidy(std::string_view text) {
  std::string out;
  std::size_t newlines = 2;
  for (const char c : text) {
    newlines = c == '\n' ? newlines + 1 : 0;
    if (newlines <= 2) out += c;
  }
  return out;
}

TemplateRules letter_rules(std::span<const std::string_view> partials) {
  return {.variables = letter_variable_names(), .partials = {partials.begin(), partials.end()}, .unescaped = {}};
}

TemplateRules layout_rules() {
  TemplateRules rules = letter_rules({});
  rules.variables.insert({"subject", "content"});
  rules.unescaped = "content";
  return rules;
}

Result<Template> parse(const std::string& file, std::string text, TemplateFormat format, const TemplateRules& rules) {
  auto parsed = Template::parse(file, std::move(text), format, rules);
  if (!parsed) parsed.error().public_text = "Mail template " + parsed.error().public_text;
  return parsed;
}

}  // namespace

Result<TemplateSet::Files> TemplateSet::read_files(const fs::path& directory) {
  Files files;
  for (const EmbeddedFile& file : embedded_files()) files.emplace(file.name, file.text);
  if (directory.empty()) return files;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path name = entry->path().filename();
    if (!is_template_name(name)) continue;
    const auto known = files.find(name.string());
    if (known == files.end()) return bad_file(entry->path(), "Curfew has no template of this name");
    auto text = contents(entry->path());
    if (!text) return fail(text.error());
    known->second = *std::move(text);
  }
  if (error) return bad_file(directory, error.message());
  return files;
}

Result<TemplateSet> TemplateSet::load(const fs::path& directory) {
  const auto files = read_files(directory);
  if (!files) return fail(files.error());
  auto text = parse("layout.txt", files->at("layout.txt"), TemplateFormat::kText, layout_rules());
  if (!text) return fail(text.error());
  auto html = parse("layout.html", files->at("layout.html"), TemplateFormat::kHtml, layout_rules());
  if (!html) return fail(html.error());
  TemplateSet set(*std::move(text), *std::move(html));
  if (auto added = set.add_partials(*files); !added) return fail(added.error());
  if (auto added = set.add_letters(*files); !added) return fail(added.error());
  return set;
}

Status TemplateSet::add_partials(const Files& files) {
  const TemplateRules rules = letter_rules({});
  const auto add = [&](std::string_view name, std::string_view extension, TemplateFormat format,
                       Partials& to) -> Status {
    const std::string file = std::string(name) + std::string(extension);
    auto parsed = parse(file, without_last_newline(files.at(file)), format, rules);
    if (!parsed) return fail(parsed.error());
    to.emplace(name, parsed->text());
    return {};
  };
  for (const std::string_view name : kTextPartials) {
    if (auto added = add(name, ".txt", TemplateFormat::kText, text_partials_); !added) return added;
  }
  for (const std::string_view name : kHtmlPartials) {
    if (auto added = add(name, ".html", TemplateFormat::kHtml, html_partials_); !added) return added;
  }
  return {};
}

Status TemplateSet::add_letters(const Files& files) {
  std::vector<std::string> names{std::string(kFindings)};
  for (const LetterKind kind : kLetters) names.emplace_back(word(kind));
  for (const std::string& name : names) {
    auto subject = parse(name + ".subject", without_last_newline(files.at(name + ".subject")), TemplateFormat::kLine,
                         letter_rules({}));
    if (!subject) return fail(subject.error());
    auto text = parse(name + ".txt", files.at(name + ".txt"), TemplateFormat::kText, letter_rules(kTextPartials));
    if (!text) return fail(text.error());
    auto html = parse(name + ".html", files.at(name + ".html"), TemplateFormat::kHtml, letter_rules(kHtmlPartials));
    if (!html) return fail(html.error());
    letters_.emplace(
        name, LetterTemplates{.subject = *std::move(subject), .text = *std::move(text), .html = *std::move(html)});
  }
  return {};
}

TemplateSet::Rendered TemplateSet::render(LetterKind kind, Variables variables) const {
  return render(letters_.find(word(kind))->second, std::move(variables));
}

TemplateSet::Rendered TemplateSet::render_findings(Variables variables) const {
  return render(letters_.find(kFindings)->second, std::move(variables));
}

TemplateSet::Rendered TemplateSet::render(const LetterTemplates& letter, Variables variables) const {
  Rendered rendered;
  rendered.subject = letter.subject.render(variables, {});
  variables["subject"] = rendered.subject;
  variables["content"] = tidy(letter.text.render(variables, text_partials_));
  rendered.text = layout_text_.render(variables, {});
  variables["content"] = tidy(letter.html.render(variables, html_partials_));
  rendered.html = layout_html_.render(variables, {});
  return rendered;
}

}  // namespace curfew::mail_templates
