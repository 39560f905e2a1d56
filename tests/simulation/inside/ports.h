// The ports as one server of a simulated world has them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ports/audit_log.h"
#include "ports/catalog_source.h"
#include "ports/clock.h"
#include "ports/identity_center.h"
#include "ports/ledger.h"
#include "ports/mail.h"
#include "ports/request_index.h"
#include "ports/telemetry.h"
#include "ports/work_queue.h"
#include "simulation/inside/wire.h"
#include "simulation/outside/identity_center.h"
#include "simulation/outside/store.h"

namespace curfew::simulation {

class ServerClock final : public Clock {
 public:
  explicit ServerClock(const Scheduler& scheduler) : scheduler_(scheduler) {}
  [[nodiscard]] Instant now() const override { return scheduler_.now() + offset_; }
  // How far it goes before the true time.
  void set_offset(Millis offset) { offset_ = offset; }

 private:
  const Scheduler& scheduler_;
  Millis offset_{0};
};

class WiredLedger final : public Ledger {
 public:
  // `late_commits`: whether a commit may take effect after its caller was told that nobody knows.
  WiredLedger(Wire& wire, SimulatedStore& store, bool late_commits)
      : wire_(wire), store_(store), late_commits_(late_commits) {}

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
  [[nodiscard]] Result<CommitOutcome> arrived(const Step& step);
  void commit_later(const Step& step);

  Wire& wire_;
  SimulatedStore& store_;
  const bool late_commits_;
};

// Leaves out work of a kind that an earlier version of the program does not know.
class WiredQueue final : public WorkQueue {
 public:
  WiredQueue(Wire& wire, SimulatedStore& store) : wire_(wire), store_(store) {}

  void be_earlier_version(bool earlier) { earlier_version_ = earlier; }

  [[nodiscard]] Result<std::vector<std::string>> due_lanes(WorkClass wanted, Instant now, std::size_t limit) override;
  [[nodiscard]] Result<std::optional<Claim>> claim(const std::string& lane, Instant now, Instant until) override;
  [[nodiscard]] Status release(const Claim& claim) override;
  [[nodiscard]] Result<std::vector<OwedWork>> in_lane(const std::string& lane, Instant now) override;
  [[nodiscard]] Result<std::optional<OwedWork>> work(const std::string& id) override;
  [[nodiscard]] Result<std::optional<Instant>> next_due(WorkClass wanted, Instant after) override;
  [[nodiscard]] Result<std::int64_t> backlog(WorkClass wanted, Instant now) override;

 private:
  [[nodiscard]] bool knows(const OwedWork& work) const;

  Wire& wire_;
  SimulatedStore& store_;
  bool earlier_version_ = false;
};

class WiredIndex final : public RequestIndex {
 public:
  WiredIndex(Wire& wire, SimulatedStore& store) : wire_(wire), store_(store) {}
  [[nodiscard]] Result<std::vector<Request>> page(const RequestFilter& filter, std::size_t limit,
                                                  const std::optional<PagePosition>& after) override;

 private:
  Wire& wire_;
  SimulatedStore& store_;
};

class WiredAuditLog final : public AuditLog {
 public:
  WiredAuditLog(Wire& wire, SimulatedStore& store) : wire_(wire), store_(store) {}
  [[nodiscard]] Result<std::vector<PlacedEvent>> events_after(std::int64_t position, std::size_t limit) override;
  [[nodiscard]] Result<std::optional<Checkpoint>> last_checkpoint() override;
  [[nodiscard]] Result<std::vector<Checkpoint>> checkpoints_after(std::int64_t number, std::size_t limit) override;
  [[nodiscard]] Result<bool> append(const Checkpoint& checkpoint) override;

 private:
  Wire& wire_;
  SimulatedStore& store_;
};

class WiredIdentityCenter final : public IdentityCenter {
 public:
  WiredIdentityCenter(Wire& wire, SimulatedIdentityCenter& center) : wire_(wire), center_(center) {}

  // Called for every ask before it leaves the server.
  std::function<void(OperationKind, const AssignmentKey&)> on_ask = [](OperationKind, const AssignmentKey&) {};

  [[nodiscard]] Result<UserId> find_user(const std::string& email) override;
  [[nodiscard]] Result<Presence> look(const AssignmentKey& key) override;
  [[nodiscard]] Result<std::vector<UserId>> assigned_users(const AccountId& account,
                                                           const PermissionSetArn& permission_set) override;
  [[nodiscard]] Result<std::chrono::minutes> session_length(const PermissionSetArn& permission_set) override;
  [[nodiscard]] AskResult ask(OperationKind kind, const AssignmentKey& key, Instant claimed_at) override;
  [[nodiscard]] Result<OperationStatus> check(OperationKind kind, const OperationId& id) override;
  [[nodiscard]] Result<bool> anything_in_progress(const AssignmentKey& key) override;
  [[nodiscard]] Millis settle() const override { return center_.settle(); }

 private:
  [[nodiscard]] AskResult arrived(OperationKind kind, const AssignmentKey& key, Instant claimed_at);

  Wire& wire_;
  SimulatedIdentityCenter& center_;
};

class WiredMailer final : public Mailer {
 public:
  WiredMailer(Wire& wire, Mailer& behind) : wire_(wire), behind_(behind) {}
  [[nodiscard]] Status send(const Mail& mail) override;

 private:
  Wire& wire_;
  Mailer& behind_;
};

class WiredApprovers final : public ApproverDirectory {
 public:
  WiredApprovers(Wire& wire, ApproverDirectory& behind) : wire_(wire), behind_(behind) {}
  [[nodiscard]] Result<std::vector<std::string>> approvers() override;

 private:
  Wire& wire_;
  ApproverDirectory& behind_;
};

}  // namespace curfew::simulation
