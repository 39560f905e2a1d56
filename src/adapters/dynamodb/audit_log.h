// The audit trail and its checkpoints in DynamoDB. See ports/audit_log.h for the contract.
#pragma once

#include "adapters/dynamodb/tables.h"
#include "adapters/dynamodb/trail.h"
#include "ports/audit_log.h"

namespace curfew::dynamodb {

class DynamoAuditLog final : public AuditLog {
 public:
  // `tables` outlives this.
  explicit DynamoAuditLog(Tables& tables) : tables_(tables) {}

  // Gives their positions to the events that have none yet. What the trail names and is gone is kDamaged.
  [[nodiscard]] Result<std::vector<PlacedEvent>> events_after(std::int64_t position, std::size_t limit) override;
  [[nodiscard]] Result<std::optional<Checkpoint>> last_checkpoint() override;
  [[nodiscard]] Result<std::vector<Checkpoint>> checkpoints_after(std::int64_t number, std::size_t limit) override;
  [[nodiscard]] Result<bool> append(const Checkpoint& checkpoint) override;

 private:
  [[nodiscard]] Result<std::vector<PlacedEvent>> events_of(const std::vector<PlacedName>& names);
  [[nodiscard]] Result<bool> is_stored(const Checkpoint& checkpoint);

  Tables& tables_;
};

}  // namespace curfew::dynamodb
