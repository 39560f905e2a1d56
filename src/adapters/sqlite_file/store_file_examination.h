// Examines the store's file: that it is there or can be made, is Curfew's, whole and for nobody else to read, and that
// the disk has room. Reads all of it: a second for each 200 MB. Safe beside a running server.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/sqlite_file/schema.h"
#include "ports/examination.h"

namespace curfew::sqlite_file {

class StoreFileExamination final : public Examination {
 public:
  StoreFileExamination(std::string path, std::vector<Schema> schemas)
      : path_(std::move(path)), schemas_(std::move(schemas)) {}

  [[nodiscard]] std::string part() const override { return "store"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  [[nodiscard]] Diagnosis file() const;
  [[nodiscard]] Diagnosis contents() const;
  [[nodiscard]] Diagnosis room() const;

  const std::string path_;
  const std::vector<Schema> schemas_;
};

}  // namespace curfew::sqlite_file
