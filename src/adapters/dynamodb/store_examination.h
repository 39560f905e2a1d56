// Examines both tables: see look_at_tables, which a server does at its start, too.
#pragma once

#include <string>
#include <vector>

#include "adapters/dynamodb/tables.h"
#include "ports/examination.h"

namespace curfew::dynamodb {

class StoreExamination final : public Examination {
 public:
  // `tables` must outlive this.
  explicit StoreExamination(Tables& tables) : tables_(tables) {}

  [[nodiscard]] std::string part() const override { return "store"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  Tables& tables_;
};

}  // namespace curfew::dynamodb
