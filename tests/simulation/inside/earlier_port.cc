#include "simulation/inside/earlier_port.h"

namespace curfew::simulation {

Result<EarlierPage> WiredEarlierRecords::page(EarlierStatus status, std::size_t limit,
                                              const std::optional<std::string>& after) {
  return wire_.read("earlier.page", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().page(status, limit, after); });
}

Result<std::vector<Attributes>> WiredEarlierRecords::given(const AssignmentKey& key) {
  return wire_.read("earlier.given", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().given(key); });
}

Result<std::optional<Attributes>> WiredEarlierRecords::record(const RequestId& id) {
  return wire_.read("earlier.record", Fault::kStoreFailsToRead, wire_.air().store_latency,
                    [&] { return store_.memory().record(id); });
}

}  // namespace curfew::simulation
