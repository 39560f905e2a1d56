#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/sqlite/audit_log.h"
#include "adapters/sqlite/ledger.h"
#include "adapters/sqlite/request_index.h"
#include "adapters/sqlite/schema.h"
#include "adapters/sqlite/work_queue.h"
#include "adapters/sqlite_file/database.h"
#include "conformance/store_world.h"
#include "support/temp_dir.h"

namespace curfew::conformance {
namespace {

class SqliteWorld final : public StoreWorld {
 public:
  SqliteWorld() { open(); }

  Ledger& ledger() override { return open_->ledger; }
  WorkQueue& queue() override { return open_->queue; }
  RequestIndex& index() override { return open_->index; }
  AuditLog& audit_log() override { return open_->audit_log; }

  void restart() override {
    open_.reset();
    open();
  }

  void damage(const RequestId& request) override {
    run("UPDATE requests SET attributes = substr(attributes, 2) WHERE request_id = ?", request.str());
  }
  void damage(const AssignmentKey& assignment) override {
    run("UPDATE assignments SET attributes = '{}' WHERE user_id = ?", assignment.user_id.str());
  }
  void damage_work(const std::string& id) override {
    run("UPDATE owed_work SET attributes = replace(attributes, 'Attempts', 'Attempt') WHERE work_id = ?", id);
  }
  void damage_event(const std::string& hash) override {
    run("UPDATE audit_events SET attributes = 'no JSON' WHERE hash = ?", hash);
  }
  void change_kind(const std::string& work_id, const std::string& kind) override {
    run("UPDATE owed_work SET kind = ? WHERE work_id = ?", kind, work_id);
  }

 private:
  // All that a process holds; what it does not hold lies in the file.
  struct Process {
    explicit Process(std::unique_ptr<sqlite_file::Database> opened)
        : database(std::move(opened)), ledger(*database), queue(*database), index(*database), audit_log(*database) {}

    std::unique_ptr<sqlite_file::Database> database;
    sqlite::SqliteLedger ledger;
    sqlite::SqliteWorkQueue queue;
    sqlite::SqliteRequestIndex index;
    sqlite::SqliteAuditLog audit_log;
  };

  void open() { open_.emplace(sqlite_file::Database::open(folder_ / "curfew.db", {sqlite::ledger_schema()}).value()); }

  void run(std::string_view sql, const auto&... values) {
    const Status ran = open_->database->write([&](sqlite_file::Connection& connection) -> Status {
      if (Status done = connection.run(sql, values...); !done) return done;
      EXPECT_EQ(connection.changes(), 1) << sql;
      return {};
    });
    EXPECT_TRUE(ran.has_value()) << ran.error().log_text;
  }

  test::TempDir folder_;
  std::optional<Process> open_;
};

const NamedStore kSqlite{.name = "Sqlite", .make = [] { return std::make_unique<SqliteWorld>(); }};

INSTANTIATE_TEST_SUITE_P(Store, LedgerConformance, testing::Values(kSqlite), store_name);
INSTANTIATE_TEST_SUITE_P(Store, LedgerConditionsConformance, testing::Values(kSqlite), store_name);
INSTANTIATE_TEST_SUITE_P(Store, LedgerRaceConformance, testing::Values(kSqlite), store_name);
INSTANTIATE_TEST_SUITE_P(Store, WorkQueueConformance, testing::Values(kSqlite), store_name);
INSTANTIATE_TEST_SUITE_P(Store, ClaimConformance, testing::Values(kSqlite), store_name);
INSTANTIATE_TEST_SUITE_P(Store, RequestIndexConformance, testing::Values(kSqlite), store_name);
INSTANTIATE_TEST_SUITE_P(Store, AuditLogConformance, testing::Values(kSqlite), store_name);

}  // namespace
}  // namespace curfew::conformance
