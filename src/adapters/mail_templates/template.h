// One mustache template, checked when it is parsed and rendered as often as one likes.
//
// Safe for use by many threads. Values are data and nothing else: they are never read as templates, and each format
// makes them harmless in its own way (see TemplateFormat).
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/error.h"

namespace curfew::mail_templates {

enum class TemplateFormat : std::uint8_t {
  kLine,  // subjects: a value's control characters become spaces
  kText,  // a value's further lines are indented, so that it cannot pass for a line of the letter
  kHtml   // values are escaped, and their line ends become <br>
};

// A variable that is empty is false as a section. Every variable that a template may name must be there.
using Variables = std::map<std::string, std::string, std::less<>>;
// Templates that others include by {{> name}}; they share the variables and include none themselves.
using Partials = std::map<std::string, std::string, std::less<>>;

struct TemplateRules {
  std::set<std::string, std::less<>> variables;  // what {{name}}, {{#name}} and {{^name}} may name
  std::set<std::string, std::less<>> partials;   // what {{> name}} may name
  std::string_view unescaped;                    // the one name that {{{name}}} may hold; empty for none
};

class Template {
 public:
  // kConfiguration, naming `file`, the line and what is wrong: not mustache, not UTF-8, or a tag that the rules do not
  // allow (unknown names, {{{…}}} and {{&…}} but for `rules.unescaped`, other delimiters).
  [[nodiscard]] static Result<Template> parse(std::string_view file, std::string text, TemplateFormat format,
                                              const TemplateRules& rules);

  [[nodiscard]] std::string render(const Variables& variables, const Partials& partials) const;

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  Template(std::string text, TemplateFormat format) : text_(std::move(text)), format_(format) {}

  std::string text_;
  TemplateFormat format_;
};

}  // namespace curfew::mail_templates
