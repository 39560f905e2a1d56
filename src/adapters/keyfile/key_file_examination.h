// Examines a key file: that it is there, a key, and for its owner only. Reads it, and keeps and shows nothing of it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ports/examination.h"

namespace curfew::keyfile {

class KeyFileExamination final : public Examination {
 public:
  struct Settings {
    std::string part;
    std::string path;
    bool may_be_missing = false;  // nothing was sealed or signed with one yet
    std::string if_missing;       // what to do, or who makes it
  };
  explicit KeyFileExamination(Settings settings) : settings_(std::move(settings)) {}

  [[nodiscard]] std::string part() const override { return settings_.part; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  const Settings settings_;
};

}  // namespace curfew::keyfile
