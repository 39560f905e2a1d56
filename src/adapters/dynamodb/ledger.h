// The ledger in DynamoDB: each step is one TransactWriteItems. See ports/ledger.h for the contract.
#pragma once

#include "adapters/dynamodb/tables.h"
#include "adapters/dynamodb/unplaced_events.h"
#include "ports/clock.h"
#include "ports/ledger.h"

namespace curfew::dynamodb {

class DynamoLedger final : public Ledger {
 public:
  // Both outlive this.
  DynamoLedger(Tables& tables, const Clock& clock) : tables_(tables), order_(clock) {}

  [[nodiscard]] Result<CommitOutcome> commit(const Step& step) override;

  [[nodiscard]] Result<std::optional<Request>> request(const RequestId& id) override;
  [[nodiscard]] Result<std::optional<Assignment>> assignment(const AssignmentKey& key) override;
  [[nodiscard]] Result<std::optional<Binding>> binding_of(const Subject& subject) override;
  [[nodiscard]] Result<std::optional<Binding>> binding_of(const UserId& user) override;
  [[nodiscard]] Result<std::optional<IdempotencyRecord>> idempotency(const std::string& key) override;

  [[nodiscard]] Result<std::vector<AuditEvent>> events(const std::string& chain, std::int64_t after_sequence,
                                                       std::size_t limit) override;
  [[nodiscard]] Result<std::optional<AuditEvent>> last_event(const std::string& chain) override;
  [[nodiscard]] Result<bool> has_event(const AuditEvent& event) override;

 private:
  [[nodiscard]] Result<std::optional<Item>> ledger_item(const Item& key);

  Tables& tables_;
  CommitOrder order_;
};

}  // namespace curfew::dynamodb
