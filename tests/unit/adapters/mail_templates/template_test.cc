#include "adapters/mail_templates/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace curfew::mail_templates {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TemplateRules rules() { return {.variables = {"name", "reason"}, .partials = {"part"}, .unescaped = {}}; }

Result<Template> parse(const std::string& text, TemplateFormat format = TemplateFormat::kText) {
  return Template::parse("letter.txt", text, format, rules());
}

std::string rendered(const std::string& text, TemplateFormat format, const Variables& variables,
                     const Partials& partials = {}) {
  const auto parsed = parse(text, format);
  EXPECT_TRUE(parsed.has_value()) << parsed.error().public_text;
  return parsed ? parsed->render(variables, partials) : "";
}

TEST(TemplateTest, FillsInVariablesAndLeavesOutEmptySections) {
  const std::string text =
      "Hi {{name}}{{#reason}}, because {{reason}}{{/reason}}{{^reason}}, for no reason{{/reason}}.";
  EXPECT_EQ(rendered(text, TemplateFormat::kText, {{"name", "Jo"}, {"reason", "why"}}), "Hi Jo, because why.");
  EXPECT_EQ(rendered(text, TemplateFormat::kText, {{"name", "Jo"}, {"reason", ""}}), "Hi Jo, for no reason.");
}

TEST(TemplateTest, IncludesItsPartials) {
  EXPECT_EQ(rendered("{{> part}}!", TemplateFormat::kText, {{"name", "Jo"}}, {{"part", "Hi {{name}}"}}), "Hi Jo!");
}

TEST(TemplateTest, EscapesValuesForHtml) {
  EXPECT_EQ(rendered("<b>{{name}}</b>", TemplateFormat::kHtml, {{"name", "<script>\"'&\nx"}}),
            "<b>&lt;script&gt;&quot;&apos;&amp;<br>\nx</b>");
}

TEST(TemplateTest, LeavesTextUnescapedAndIndentsFurtherLines) {
  EXPECT_EQ(rendered("{{name}}", TemplateFormat::kText, {{"name", "<a> & \"b\"\nApproved by: me"}}),
            "<a> & \"b\"\n    Approved by: me");
}

TEST(TemplateTest, ALineStaysOneLine) {
  EXPECT_EQ(rendered("{{name}}", TemplateFormat::kLine, {{"name", "a\r\nBcc: b\tc"}}), "a  Bcc: b c");
}

TEST(TemplateTest, AValueIsNeverReadAsATemplate) {
  for (const TemplateFormat format : {TemplateFormat::kLine, TemplateFormat::kText, TemplateFormat::kHtml}) {
    const std::string shown =
        rendered("{{name}}", format, {{"name", "{{reason}}{{> part}}"}, {"reason", "secret"}}, {{"part", "included"}});
    EXPECT_THAT(shown, AllOf(HasSubstr("{{reason}}"), Not(HasSubstr("secret")), Not(HasSubstr("included"))));
  }
}

struct Broken {
  const char* text;
  const char* complaint;
};

class BrokenTemplateTest : public testing::TestWithParam<Broken> {};

TEST_P(BrokenTemplateTest, IsRefusedWithFileLineAndCause) {
  const auto parsed = parse("first line\n" + std::string(GetParam().text));
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, ErrorCode::kConfiguration);
  EXPECT_THAT(parsed.error().public_text, StartsWith("letter.txt:"));
  EXPECT_THAT(parsed.error().public_text, HasSubstr(GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(
    Broken, BrokenTemplateTest,
    testing::Values(Broken{"{{nam}}", "letter.txt:2: unknown variable 'nam'"},
                    Broken{"{{^name}}{{#reason}}{{oops}}{{/reason}}{{/name}}", ":2: unknown variable 'oops'"},
                    Broken{"x\n{{#name}}no end", "letter.txt:3: Unclosed section"},
                    Broken{"{{/name}}", "letter.txt:2: Unopened section"},
                    Broken{"{{name", ":2: a tag is not closed"},  //
                    Broken{"{{}}", ":2: an empty tag"}, Broken{"{{{name}}}", "'name' must not be unescaped"},
                    Broken{"{{& name}}", "'name' must not be unescaped"}, Broken{"{{=<% %>=}}", "other delimiters"},  //
                    Broken{"{{= a =}}", "other delimiters"},
                    Broken{"{{> name}}", "nothing called 'name' can be included"},
                    Broken{"{{name.length}}", "unknown variable"},  //
                    Broken{"{{.}}", "unknown variable"},            //
                    Broken{"caf\xE9", "not UTF-8"}));

TEST(TemplateTest, AnUnescapedNameIsAllowedWhereTheRulesSaySo) {
  TemplateRules with_content = rules();
  with_content.variables.insert("content");
  with_content.unescaped = "content";
  const auto parsed = Template::parse("layout.html", "{{{content}}} {{name}}", TemplateFormat::kHtml, with_content);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->render({{"content", "<p>"}, {"name", "<p>"}}, {}), "<p> &lt;p&gt;");
}

}  // namespace
}  // namespace curfew::mail_templates
