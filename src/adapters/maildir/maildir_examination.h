// Examines the folder for mail by writing a file where unfinished mail goes, and taking it away.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "ports/examination.h"

namespace curfew::maildir {

class MaildirExamination final : public Examination {
 public:
  explicit MaildirExamination(std::filesystem::path path) : path_(std::move(path)) {}

  [[nodiscard]] std::string part() const override { return "mail"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  const std::filesystem::path path_;
};

}  // namespace curfew::maildir
