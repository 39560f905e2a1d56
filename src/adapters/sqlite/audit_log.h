// The audit trail and its checkpoints in the SQLite file. See ports/audit_log.h for the contract.
#pragma once

#include "adapters/sqlite_file/database.h"
#include "ports/audit_log.h"

namespace curfew::sqlite {

class SqliteAuditLog final : public AuditLog {
 public:
  // `database` was opened with ledger_schema() and outlives this.
  explicit SqliteAuditLog(sqlite_file::Database& database) : database_(database) {}

  [[nodiscard]] Result<std::vector<PlacedEvent>> events_after(std::int64_t position, std::size_t limit) override;
  [[nodiscard]] Result<std::optional<Checkpoint>> last_checkpoint() override;
  [[nodiscard]] Result<std::vector<Checkpoint>> checkpoints_after(std::int64_t number, std::size_t limit) override;
  [[nodiscard]] Result<bool> append(const Checkpoint& checkpoint) override;

 private:
  sqlite_file::Database& database_;
};

}  // namespace curfew::sqlite
