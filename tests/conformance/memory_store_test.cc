// The tests' own store keeps to the same contract as the real ones: what is proved on it holds on them.
#include "support/memory_store.h"

#include <memory>
#include <string>

#include "conformance/store_world.h"

namespace curfew::conformance {
namespace {

using Tables = test::MemoryStore::Tables;

class MemoryWorld final : public StoreWorld {
 public:
  Ledger& ledger() override { return store_; }
  WorkQueue& queue() override { return store_; }
  RequestIndex& index() override { return store_; }
  AuditLog& audit_log() override { return store_; }

  void restart() override {}  // it is what outlives a process

  void damage(const RequestId& request) override {
    store_.tamper([&](Tables& tables) { tables.damaged_requests.insert(request); });
  }
  void damage(const AssignmentKey& assignment) override {
    store_.tamper([&](Tables& tables) { tables.damaged_assignments.insert(assignment); });
  }
  void damage_work(const std::string& id) override {
    store_.tamper([&](Tables& tables) { tables.damaged_work.insert(id); });
  }
  void damage_event(const std::string& hash) override {
    store_.tamper([&](Tables& tables) { tables.damaged_events.insert(hash); });
  }
  void change_kind(const std::string& work_id, const std::string& kind) override {
    store_.tamper([&](Tables& tables) {
      if (work_kind_from(kind)) {
        tables.foreign_work.erase(work_id);
      } else {
        tables.foreign_work.insert(work_id);
      }
    });
  }

 private:
  test::MemoryStore store_;
};

const NamedStore kMemory{.name = "Memory", .make = [] { return std::make_unique<MemoryWorld>(); }};

INSTANTIATE_TEST_SUITE_P(MemoryStore, LedgerConformance, testing::Values(kMemory), store_name);
INSTANTIATE_TEST_SUITE_P(MemoryStore, LedgerConditionsConformance, testing::Values(kMemory), store_name);
INSTANTIATE_TEST_SUITE_P(MemoryStore, LedgerRaceConformance, testing::Values(kMemory), store_name);
INSTANTIATE_TEST_SUITE_P(MemoryStore, WorkQueueConformance, testing::Values(kMemory), store_name);
INSTANTIATE_TEST_SUITE_P(MemoryStore, ClaimConformance, testing::Values(kMemory), store_name);
INSTANTIATE_TEST_SUITE_P(MemoryStore, RequestIndexConformance, testing::Values(kMemory), store_name);
INSTANTIATE_TEST_SUITE_P(MemoryStore, AuditLogConformance, testing::Values(kMemory), store_name);

}  // namespace
}  // namespace curfew::conformance
