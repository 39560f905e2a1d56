// The ledger in the SQLite file: each step is one savepoint of a grouped commit. See ports/ledger.h for the contract.
#pragma once

#include "adapters/sqlite_file/database.h"
#include "ports/ledger.h"

namespace curfew::sqlite {

class SqliteLedger final : public Ledger {
 public:
  // `database` was opened with ledger_schema() and outlives this.
  explicit SqliteLedger(sqlite_file::Database& database) : database_(database) {}

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
  sqlite_file::Database& database_;
};

}  // namespace curfew::sqlite
