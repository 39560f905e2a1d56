// Use case: examines every configured part, one after the other, whatever the others are like.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ports/examination.h"

namespace curfew {

struct ExaminedPart {
  std::string part;
  std::vector<Diagnosis> diagnoses;  // at least one
};

struct DoctorReport {
  std::vector<ExaminedPart> parts;

  // False too when nothing was examined.
  [[nodiscard]] bool all_work() const;  // what is unproved counts as working
};

using Examinations = std::vector<std::unique_ptr<Examination>>;

// Owned by src/main. For one thread.
class Doctor {
 public:
  explicit Doctor(Examinations examinations) : examinations_(std::move(examinations)) {}

  // `tell` gets each part as soon as it has been examined: some take their time. A part that says nothing, or throws,
  // is broken, and the next one is examined all the same.
  [[nodiscard]] DoctorReport operator()(const std::function<void(const ExaminedPart&)>& tell);

 private:
  const Examinations examinations_;
};

}  // namespace curfew
