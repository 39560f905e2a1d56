// All templates of all letters, loaded and checked together.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>

#include "adapters/mail_templates/template.h"
#include "domain/owed_work.h"

namespace curfew::mail_templates {

struct LetterTemplates {
  Template subject;
  Template text;
  Template html;
};

// Immutable once loaded; safe for use by many threads.
class TemplateSet {
 public:
  // The templates that Curfew was built with; a file in `directory` (empty: none) replaces the one of the same name.
  // kConfiguration, naming the file and what is wrong, when a template does not pass Template::parse, when the
  // directory cannot be read, or when it holds a .subject, .txt or .html file that is no template of Curfew.
  [[nodiscard]] static Result<TemplateSet> load(const std::filesystem::path& directory);

  struct Rendered {
    std::string subject;
    std::string text;
    std::string html;
  };
  // The whole letter, in its layouts.
  [[nodiscard]] Rendered render(LetterKind kind, Variables variables) const;
  // The same for what reconcile found.
  [[nodiscard]] Rendered render_findings(Variables variables) const;

 private:
  using Files = std::map<std::string, std::string, std::less<>>;

  TemplateSet(Template layout_text, Template layout_html)
      : layout_text_(std::move(layout_text)), layout_html_(std::move(layout_html)) {}

  [[nodiscard]] Rendered render(const LetterTemplates& letter, Variables variables) const;
  [[nodiscard]] static Result<Files> read_files(const std::filesystem::path& directory);
  [[nodiscard]] Status add_letters(const Files& files);
  [[nodiscard]] Status add_partials(const Files& files);

  Template layout_text_;
  Template layout_html_;
  std::map<std::string, LetterTemplates, std::less<>> letters_;  // by the names of their files
  Partials text_partials_;
  Partials html_partials_;
};

}  // namespace curfew::mail_templates
