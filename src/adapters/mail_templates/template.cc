#include "adapters/mail_templates/template.h"

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <optional>
#include <utility>

#include "base/utf8.h"

namespace curfew::mail_templates {
namespace {

namespace mustache = kainjow::mustache;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kWhite = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kWhite);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhite) - begin + 1);
}

std::string at_line(std::string_view file, std::string_view text, std::size_t position) {
  const auto line = std::ranges::count(text.substr(0, position), '\n') + 1;
  return std::string(file) + ":" + std::to_string(line) + ": ";
}

std::string escape_line(std::string value) {
  for (char& c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = ' ';
  }
  return value;
}

std::string replace_newlines(std::string_view value, std::string_view by) {
  std::string out;
  for (const char c : value) {
    if (c == '\n') {
      out += by;
    } else {
      out += c;
    }
  }
  return out;
}

std::string escape(const std::string& value, TemplateFormat format) {
  switch (format) {
    case TemplateFormat::kLine: return escape_line(value);
    case TemplateFormat::kText: return replace_newlines(value, "\n    ");
    case TemplateFormat::kHtml: return replace_newlines(mustache::html_escape(value), "<br>\n");
  }
  return {};
}

// What is wrong with one tag's contents (between the braces); nothing when it is fine.
std::optional<std::string> tag_fault(std::string_view contents, const TemplateRules& rules) {
  contents = trimmed(contents);
  if (contents.empty()) return "an empty tag";
  const char sigil = contents.front();
  if (sigil == '!') return std::nullopt;
  if (sigil == '=') return "other delimiters than {{ and }} are not supported";
  const bool has_sigil = std::string_view("#^/>&{").find(sigil) != std::string_view::npos;
  const std::string_view name = has_sigil ? trimmed(contents.substr(1)) : contents;
  if (sigil == '>') {
    if (rules.partials.contains(name)) return std::nullopt;
    return "nothing called '" + std::string(name) + "' can be included";
  }
  const bool raw = sigil == '&' || sigil == '{';
  if (raw && name != rules.unescaped) return "'" + std::string(name) + "' must not be unescaped";
  if (!rules.variables.contains(name)) return "unknown variable '" + std::string(name) + "'";
  return std::nullopt;
}

// Looks at every tag, also at those that a rendering may never reach. The library is no help in this: it renders
// unknown names as nothing, and it asserts on some malformed delimiter tags.
Status check_tags(std::string_view file, std::string_view text, const TemplateRules& rules) {
  for (std::size_t open = text.find("{{"); open != std::string_view::npos; open = text.find("{{", open)) {
    const std::size_t close = text.find("}}", open + 2);
    if (close == std::string_view::npos) {
      return fail(ErrorCode::kConfiguration, at_line(file, text, open) + "a tag is not closed");
    }
    if (const auto fault = tag_fault(text.substr(open + 2, close - open - 2), rules)) {
      return fail(ErrorCode::kConfiguration, at_line(file, text, open) + *fault);
    }
    open = close + 2;
  }
  return {};
}

// kainjow's errors are a sentence that ends in the byte at which it stands: 'Unclosed section "x" at 12'.
std::string readable(std::string_view file, std::string_view text, const std::string& message) {
  const std::size_t number = message.find_last_not_of("0123456789") + 1;
  const std::size_t at = message.rfind(" at ");
  if (at == std::string::npos || number == message.size()) return std::string(file) + ": " + message;
  const std::string what = message.substr(0, at);
  return at_line(file, text, std::min(text.size(), std::size_t{std::stoul(message.substr(number))})) + what;
}

// Where tags find their values: in one place for all of a letter, whatever section they stand in. What is included is
// looked up apart from what is shown, so that no value can ever be taken for a template.
class LetterContext final : public mustache::basic_context<std::string> {
 public:
  LetterContext(const Variables& variables, const Partials& partials) {
    for (const auto& [name, value] : variables) {
      const bool empty = value.empty();
      variables_.emplace(name, empty ? mustache::data(mustache::data::type::bool_false) : mustache::data(value));
    }
    for (const auto& [name, text] : partials) partials_.emplace(name, mustache::data(text));
  }

  void push(const mustache::data* /*section*/) override {}
  void pop() override {}
  const mustache::data* get(const std::string& name) const override { return find(variables_, name); }
  const mustache::data* get_partial(const std::string& name) const override { return find(partials_, name); }

 private:
  using Values = std::map<std::string, mustache::data>;

  static const mustache::data* find(const Values& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
  }

  Values variables_;
  Values partials_;
};

}  // namespace

Result<Template> Template::parse(std::string_view file, std::string text, TemplateFormat format,
                                 const TemplateRules& rules) {
  if (!is_utf8(text)) return fail(ErrorCode::kConfiguration, std::string(file) + ": not UTF-8 text");
  if (auto checked = check_tags(file, text, rules); !checked) return fail(checked.error());
  const mustache::mustache parsed(text);
  if (!parsed.is_valid()) {
    return fail(ErrorCode::kConfiguration, readable(file, text, parsed.error_message()));
  }
  return Template(std::move(text), format);
}

// Parses anew: kainjow's objects change while they render, so that threads cannot share one, and a letter is small.
std::string Template::render(const Variables& variables, const Partials& partials) const {
  mustache::mustache parsed(text_);
  parsed.set_custom_escape([format = format_](const std::string& value) { return escape(value, format); });
  LetterContext context(variables, partials);
  return parsed.render(context);
}

}  // namespace curfew::mail_templates
