// Identity Center without AWS, behaving like AWS: operations are asynchronous, writes conflict while another is still
// propagating, calls are throttled, a duplicate create is accepted, answers get lost where the fault plan says so.
// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreateAccountAssignment.html
//
// Kept in the SQLite file, operations in flight included: a restart goes on where the process stopped. All methods may
// be called at the same time. Where AWS is lenient and our code should not rely on it, the sandbox is strict.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sandbox/call_limit.h"
#include "adapters/sandbox/fault_plan.h"
#include "adapters/sandbox/operations.h"
#include "adapters/sqlite_file/database.h"
#include "base/error.h"
#include "base/time.h"
#include "ports/clock.h"
#include "ports/entropy.h"
#include "ports/identity_center.h"

namespace curfew::sandbox {

// What an operation in flight makes other asks conflict with.
enum class ConflictScope : std::uint8_t {
  kAssignment,  // the same user, account and permission set
  kAccount      // anything in the same account
};

struct SandboxSettings {
  std::vector<AccountId> accounts;  // of the organization: creates in any other are refused
  Millis delay{0};                  // from an ask to its outcome, in time of the Clock
  int calls_per_second = 0;         // of all kinds; AWS allows 20. 0: no limit
  int max_outstanding_creates = 0;  // AWS allows 10. 0: no limit
  ConflictScope conflict_scope = ConflictScope::kAssignment;
};

class SandboxIdentityCenter final : public IdentityCenter {
 public:
  SandboxIdentityCenter(sqlite_file::Database& database, const Clock& clock, Entropy& entropy, FaultPlan& faults,
                        SandboxSettings settings);

  [[nodiscard]] Result<UserId> find_user(const std::string& email) override;
  [[nodiscard]] Result<Presence> look(const AssignmentKey& key) override;
  // Never lags behind.
  [[nodiscard]] Result<std::vector<UserId>> assigned_users(const AccountId& account,
                                                           const PermissionSetArn& permission_set) override;
  // AWS's default: the sandbox's permission sets have no settings of their own.
  [[nodiscard]] Result<std::chrono::minutes> session_length(const PermissionSetArn& /*permission_set*/) override {
    return std::chrono::hours(1);
  }
  [[nodiscard]] AskResult ask(OperationKind kind, const AssignmentKey& key, Instant claimed_at) override;
  [[nodiscard]] Result<OperationStatus> check(OperationKind kind, const OperationId& id) override;
  // True while any operation of the account runs.
  [[nodiscard]] Result<bool> anything_in_progress(const AssignmentKey& key) override;
  // Nothing: a call whose answer was lost is stored, or it never will be.
  [[nodiscard]] Millis settle() const override { return Millis{0}; }

 private:
  using Objection = std::optional<AskError>;

  // Stores the operation unless AWS would object. In a write transaction, as the next three.
  [[nodiscard]] Result<AskResult> accept(sqlite_file::Connection& connection, const SandboxOperation& operation,
                                         Instant now);
  [[nodiscard]] Result<Objection> objection_to_create(sqlite_file::Connection& connection,
                                                      const AssignmentKey& key) const;
  [[nodiscard]] Result<Objection> objection_to_delete(sqlite_file::Connection& connection,
                                                      const AssignmentKey& key) const;
  [[nodiscard]] Result<bool> conflicts(sqlite_file::Connection& connection, const AssignmentKey& key) const;

  // Lets a read through: not failed by the plan, not throttled, and with everything applied that is due.
  [[nodiscard]] Status admit_read(Instant now);

  sqlite_file::Database& database_;
  const Clock& clock_;
  Entropy& entropy_;
  FaultPlan& faults_;
  const SandboxSettings settings_;
  CallLimit call_limit_;
};

}  // namespace curfew::sandbox
