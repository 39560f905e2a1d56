#include "support/sqlite_store.h"

#include <unistd.h>

#include <filesystem>
#include <utility>

#include "adapters/sqlite/audit_log.h"
#include "adapters/sqlite/ledger.h"
#include "adapters/sqlite/request_index.h"
#include "adapters/sqlite/schema.h"
#include "adapters/sqlite/work_queue.h"
#include "adapters/sqlite_file/database.h"
#include "support/temp_dir.h"

namespace curfew::test {
namespace {

// In memory where that is possible: a process's death loses nothing of a file there either, and thousands of plays do
// not wait for a disk. (What survives a power failure is not for a World to show.)
std::filesystem::path folder_for_files() {
  const std::filesystem::path memory = "/dev/shm";
  return access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

class OpenFile final : public OpenStore {
 public:
  explicit OpenFile(std::unique_ptr<sqlite_file::Database> opened)
      : database_(std::move(opened)),
        ledger_(*database_),
        queue_(*database_),
        index_(*database_),
        audit_log_(*database_) {}

  Ledger& ledger() override { return ledger_; }
  WorkQueue& queue() override { return queue_; }
  RequestIndex& index() override { return index_; }
  AuditLog& audit_log() override { return audit_log_; }

 private:
  std::unique_ptr<sqlite_file::Database> database_;
  sqlite::SqliteLedger ledger_;
  sqlite::SqliteWorkQueue queue_;
  sqlite::SqliteRequestIndex index_;
  sqlite::SqliteAuditLog audit_log_;
};

class SqliteStore final : public DurableStore {
 public:
  std::unique_ptr<OpenStore> open() override {
    return std::make_unique<OpenFile>(
        sqlite_file::Database::open(folder_ / "curfew.db", {sqlite::ledger_schema()}).value());
  }

 private:
  TempDir folder_{folder_for_files()};
};

}  // namespace

std::unique_ptr<DurableStore> make_sqlite_store() { return std::make_unique<SqliteStore>(); }

}  // namespace curfew::test
