#include "entry/cli/doctor_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <cstddef>
#include <string_view>
#include <utility>

#include "base/utf8.h"
#include "entry/cli/exit_code.h"
#include "entry/cli/visible_text.h"

namespace curfew::cli {
namespace {

constexpr std::string_view kIndent = "                              ";  // where the texts begin

std::size_t count(const DoctorReport& report, Health health) {
  std::size_t found = 0;
  for (const ExaminedPart& part : report.parts) {
    found += static_cast<std::size_t>(std::ranges::count(part.diagnoses, health, &Diagnosis::health));
  }
  return found;
}

}  // namespace

std::string text_of(const ExaminedPart& part) {
  std::string text;
  for (const Diagnosis& one : part.diagnoses) {
    text += fmt::format("{:<9} {:<18}  {}: {}\n", word(one.health), visible(part.part), visible(one.subject),
                        visible(one.text));
    if (!one.remedy.empty()) text += fmt::format("{}-> {}\n", kIndent, visible(one.remedy));
  }
  return text;
}

std::string summary_of(const DoctorReport& report) {
  const std::size_t broken = count(report, Health::kBroken);
  std::string text = fmt::format("\n{} work, {} broken, {} cannot be shown without doing it.\n",
                                 count(report, Health::kWorks), broken, count(report, Health::kUnproved));
  return report.all_work() ? text : text + "NOT EVERYTHING WORKS.\n";
}

boost::json::object json_of(const DoctorReport& report) {
  boost::json::array diagnoses;
  for (const ExaminedPart& part : report.parts) {
    for (const Diagnosis& one : part.diagnoses) {
      diagnoses.push_back({{"part", to_utf8(part.part)},
                           {"health", word(one.health)},
                           {"subject", to_utf8(one.subject)},
                           {"text", to_utf8(one.text)},
                           {"remedy", to_utf8(one.remedy)}});
    }
  }
  return {{"works", report.all_work()}, {"diagnoses", std::move(diagnoses)}};
}

int exit_code_of(const DoctorReport& report) { return report.all_work() ? kOk : kFound; }

}  // namespace curfew::cli
