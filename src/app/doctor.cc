#include "app/doctor.h"

#include <algorithm>
#include <exception>

namespace curfew {
namespace {

std::vector<Diagnosis> examined(Examination& examination) {
  const std::string what_to_do = "This is a fault of Curfew's own: report it.";
  try {
    std::vector<Diagnosis> diagnoses = examination.examine();
    if (diagnoses.empty()) diagnoses.push_back(broken("examination", "It says nothing.", what_to_do));
    return diagnoses;
  } catch (const std::exception& fault) {  // what an adapter should have caught must not hide the other parts
    return {broken("examination", std::string("It ended unexpectedly: ") + fault.what(), what_to_do)};
  }
}

}  // namespace

bool DoctorReport::all_work() const {
  const auto is_broken = [](const Diagnosis& one) { return one.health == Health::kBroken; };
  const auto works = [&](const ExaminedPart& part) {
    return !part.diagnoses.empty() && std::ranges::none_of(part.diagnoses, is_broken);
  };
  return !parts.empty() && std::ranges::all_of(parts, works);
}

DoctorReport Doctor::operator()(const std::function<void(const ExaminedPart&)>& tell) {
  DoctorReport report;
  for (const std::unique_ptr<Examination>& examination : examinations_) {
    report.parts.push_back({.part = examination->part(), .diagnoses = examined(*examination)});
    tell(report.parts.back());
  }
  return report;
}

}  // namespace curfew
