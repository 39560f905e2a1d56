// What the deployment before Curfew left in the request table: items without a Version. See ports/earlier_records.h.
//
// They are found by the Status index, which holds few items of the statuses that matter, however long the history is.
// An item without Status or RequestTimestamp is in no index; that deployment wrote none.
#pragma once

#include "adapters/dynamodb/tables.h"
#include "ports/earlier_records.h"

namespace curfew::dynamodb {

class DynamoEarlierRecords final : public EarlierRecords {
 public:
  // It must outlive this.
  explicit DynamoEarlierRecords(Tables& tables) : tables_(tables) {}

  [[nodiscard]] Result<EarlierPage> page(EarlierStatus status, std::size_t limit,
                                         const std::optional<std::string>& after) override;
  [[nodiscard]] Result<std::vector<Attributes>> given(const AssignmentKey& key) override;
  [[nodiscard]] Result<std::optional<Attributes>> record(const RequestId& id) override;

 private:
  Tables& tables_;
};

}  // namespace curfew::dynamodb
