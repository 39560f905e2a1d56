#include "adapters/mail_templates/template_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/temp_dir.h"

namespace curfew::mail_templates {
namespace {

LetterSettings settings(const std::filesystem::path& folder = {}) {
  return {.from = "curfew@example.com", .public_url = "https://curfew.example.com", .templates_dir = folder};
}

TEST(TemplateExaminationTest, WhatComesWithCurfewWorks) {
  EXPECT_EQ(TemplateExamination(settings()).examine().at(0).health, Health::kWorks);
}

TEST(TemplateExaminationTest, ATemplateThatDoesNotParseIsToldByItsName) {
  const test::TempDir folder;
  std::ofstream(folder / "access_granted.txt") << "Subject: x\n\n{{#duration}}never closed\n";
  const Diagnosis told = TemplateExamination(settings(folder.path())).examine().at(0);
  EXPECT_EQ(told.health, Health::kBroken);
  EXPECT_THAT(told.text, testing::HasSubstr("access_granted.txt"));
}

}  // namespace
}  // namespace curfew::mail_templates
