// What every store behind ports/ledger.h, work_queue.h, request_index.h and audit_log.h has to do, as one suite of
// tests for each port. An adapter joins by instantiating all four with a world of its own; see sqlite_store_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "ports/audit_log.h"
#include "ports/ledger.h"
#include "ports/request_index.h"
#include "ports/work_queue.h"

namespace curfew::conformance {

// One store, empty at first, and the hands of somebody who can reach behind it.
class StoreWorld {
 public:
  virtual ~StoreWorld() = default;

  [[nodiscard]] virtual Ledger& ledger() = 0;
  [[nodiscard]] virtual WorkQueue& queue() = 0;
  [[nodiscard]] virtual RequestIndex& index() = 0;
  [[nodiscard]] virtual AuditLog& audit_log() = 0;

  // The process that uses the store dies and comes back.
  virtual void restart() = 0;

  // Makes a stored record unreadable, in place.
  virtual void damage(const RequestId& request) = 0;
  virtual void damage(const AssignmentKey& assignment) = 0;
  virtual void damage_work(const std::string& id) = 0;
  virtual void damage_event(const std::string& hash) = 0;
  // Makes stored work one of `kind`, as another version of Curfew would have stored it.
  virtual void change_kind(const std::string& work_id, const std::string& kind) = 0;
};

struct NamedStore {
  std::string name;
  std::function<std::unique_ptr<StoreWorld>()> make;
  // Skips or fails the test where something is missing that `make` needs.
  std::function<void()> needs = [] {};
};

[[nodiscard]] inline std::string store_name(const testing::TestParamInfo<NamedStore>& info) { return info.param.name; }

class StoreConformance : public testing::TestWithParam<NamedStore> {
 protected:
  void SetUp() override;

  [[nodiscard]] Ledger& ledger() { return world_->ledger(); }
  [[nodiscard]] WorkQueue& queue() { return world_->queue(); }
  [[nodiscard]] RequestIndex& index() { return world_->index(); }
  [[nodiscard]] AuditLog& audit_log() { return world_->audit_log(); }

  // Commits, and fails the test when the store cannot tell what became of it.
  [[nodiscard]] CommitOutcome commit(const Step& step);
  // Commits what has to succeed.
  void store(const Step& step);
  // Claims a lane that has to be free.
  [[nodiscard]] Claim claim(const std::string& lane, Instant now, Instant until);

  std::unique_ptr<StoreWorld> world_;
};

class LedgerConformance : public StoreConformance {};
class LedgerConditionsConformance : public StoreConformance {
 protected:
  // Commits `step` beside much that could be stored, and looks that nothing of all that was.
  void expect_conflict(const Step& step);
  void expect_no_trace_of_company();
};
class LedgerRaceConformance : public StoreConformance {};
class WorkQueueConformance : public StoreConformance {};
class ClaimConformance : public StoreConformance {};
class RequestIndexConformance : public StoreConformance {};
class AuditLogConformance : public StoreConformance {};

// Of a Result: its value, and a failed test with the log text instead of an abort when there is none.
template <class T>
[[nodiscard]] T value_of(Result<T> result) {
  EXPECT_TRUE(result.has_value()) << result.error().log_text;
  return result ? *std::move(result) : T{};
}

template <class T>
[[nodiscard]] ErrorCode error_of(const Result<T>& result) {
  EXPECT_FALSE(result.has_value());
  return result ? ErrorCode::kInternal : result.error().code;
}

}  // namespace curfew::conformance
