// What the deployment before has on record, as one server of a simulated world finds it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ports/earlier_records.h"
#include "simulation/inside/wire.h"
#include "simulation/outside/store.h"

namespace curfew::simulation {

class WiredEarlierRecords final : public EarlierRecords {
 public:
  WiredEarlierRecords(Wire& wire, SimulatedStore& store) : wire_(wire), store_(store) {}

  [[nodiscard]] Result<EarlierPage> page(EarlierStatus status, std::size_t limit,
                                         const std::optional<std::string>& after) override;
  [[nodiscard]] Result<std::vector<Attributes>> given(const AssignmentKey& key) override;
  [[nodiscard]] Result<std::optional<Attributes>> record(const RequestId& id) override;

 private:
  Wire& wire_;
  SimulatedStore& store_;
};

}  // namespace curfew::simulation
