// Owed work and claims in the SQLite file. See ports/work_queue.h for the contract.
//
// Work that is damaged must hold up neither its lane nor the others: `in_lane` sets it aside, tells about it once with
// kDamaged, and leaves it out from then on; `work` keeps telling. Owing it anew under its id repairs it.
#pragma once

#include "adapters/sqlite_file/database.h"
#include "ports/work_queue.h"

namespace curfew::sqlite {

class SqliteWorkQueue final : public WorkQueue {
 public:
  // `database` was opened with ledger_schema() and outlives this.
  explicit SqliteWorkQueue(sqlite_file::Database& database) : database_(database) {}

  [[nodiscard]] Result<std::vector<std::string>> due_lanes(WorkClass work_class, Instant now,
                                                           std::size_t limit) override;
  [[nodiscard]] Result<std::optional<Claim>> claim(const std::string& lane, Instant now, Instant until) override;
  [[nodiscard]] Status release(const Claim& claim) override;
  [[nodiscard]] Result<std::vector<OwedWork>> in_lane(const std::string& lane, Instant now) override;
  [[nodiscard]] Result<std::optional<OwedWork>> work(const std::string& id) override;
  [[nodiscard]] Result<std::optional<Instant>> next_due(WorkClass work_class, Instant after) override;
  [[nodiscard]] Result<std::int64_t> backlog(WorkClass work_class, Instant now) override;

 private:
  [[nodiscard]] Status set_aside(const std::vector<std::string>& ids);

  sqlite_file::Database& database_;
};

}  // namespace curfew::sqlite
