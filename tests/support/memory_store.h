// The store as the port headers describe it, in memory: ledger, work queue, request index and audit log in one.
//
// Durable in the sense of a test: it outlives the use cases that a test lets die. Safe for use by many threads.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ports/audit_log.h"
#include "ports/earlier_records.h"
#include "ports/ledger.h"
#include "ports/request_index.h"
#include "ports/work_queue.h"

namespace curfew::test {

class MemoryStore : public Ledger, public WorkQueue, public RequestIndex, public AuditLog, public EarlierRecords {
 public:
  // What lies in the store. For tests that look into it, or do to it what somebody with a database client would.
  struct Tables {
    std::map<RequestId, Request> requests;
    std::map<AssignmentKey, Assignment> assignments;
    std::vector<PlacedEvent> events;
    std::map<std::string, OwedWork> work;
    std::map<Subject, UserId> bindings;
    std::map<std::string, IdempotencyRecord> idempotency;
    std::map<std::string, Claim> claims;  // by lane
    std::vector<Checkpoint> checkpoints;
    // What the deployment before wrote and nobody has taken over yet; and of those, what the indexes do not show yet.
    std::map<RequestId, Attributes> earlier;
    std::set<RequestId> unindexed;
    // Its functions wrote this into records of Curfew's.
    std::map<RequestId, Attributes> overwritten;

    // What cannot be read any more, and work of kinds that this version does not know.
    std::set<RequestId> damaged_requests;
    std::set<AssignmentKey> damaged_assignments;
    std::set<std::string> damaged_events;  // their hashes
    std::set<std::string> damaged_work;
    std::set<std::string> work_set_aside;  // damaged, and told about
    std::set<std::string> foreign_work;
  };
  [[nodiscard]] Tables tables() const;
  // The same without a copy. `look` must not call the store.
  template <class Look>
  auto inspect(Look look) const {
    const std::scoped_lock lock(mutex_);
    return look(tables_);
  }
  template <class Change>
  void tamper(Change change) {
    const std::scoped_lock lock(mutex_);
    change(tables_);
  }

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

  [[nodiscard]] Result<std::vector<std::string>> due_lanes(WorkClass wanted, Instant now, std::size_t limit) override;
  [[nodiscard]] Result<std::optional<Claim>> claim(const std::string& lane, Instant now, Instant until) override;
  [[nodiscard]] Status release(const Claim& claim) override;
  [[nodiscard]] Result<std::vector<OwedWork>> in_lane(const std::string& lane, Instant now) override;
  [[nodiscard]] Result<std::optional<OwedWork>> work(const std::string& id) override;
  [[nodiscard]] Result<std::optional<Instant>> next_due(WorkClass wanted, Instant after) override;
  [[nodiscard]] Result<std::int64_t> backlog(WorkClass wanted, Instant now) override;

  [[nodiscard]] Result<std::vector<Request>> page(const RequestFilter& filter, std::size_t limit,
                                                  const std::optional<PagePosition>& after) override;

  [[nodiscard]] Result<std::vector<PlacedEvent>> events_after(std::int64_t position, std::size_t limit) override;
  [[nodiscard]] Result<std::optional<Checkpoint>> last_checkpoint() override;
  [[nodiscard]] Result<std::vector<Checkpoint>> checkpoints_after(std::int64_t number, std::size_t limit) override;
  [[nodiscard]] Result<bool> append(const Checkpoint& checkpoint) override;

  [[nodiscard]] Result<EarlierPage> page(EarlierStatus status, std::size_t limit,
                                         const std::optional<std::string>& after) override;
  [[nodiscard]] Result<std::vector<Attributes>> given(const AssignmentKey& key) override;
  [[nodiscard]] Result<std::optional<Attributes>> record(const RequestId& id) override;

 private:
  [[nodiscard]] bool conditions_hold(const Step& step) const;
  [[nodiscard]] bool is_as_found(const AsFound& found) const;
  // As a record of Curfew's reads after a function of the deployment before has written into it.
  [[nodiscard]] Attributes as_stored(const Request& request) const;
  [[nodiscard]] bool is_known(const OwedWork& work) const;
  [[nodiscard]] bool events_are_new(const Step& step) const;
  [[nodiscard]] bool may_bind(const Binding& binding) const;
  [[nodiscard]] bool is_claimed(const std::string& lane, Instant now) const;
  void apply(const Step& step);

  mutable std::mutex mutex_;
  Tables tables_;
  std::set<std::string> hashes_;                                  // of all events ever stored
  std::map<std::string, std::vector<std::size_t>> chain_places_;  // indexes into events, by chain
  std::int64_t last_epoch_ = 0;
};

}  // namespace curfew::test
