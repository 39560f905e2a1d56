// The ledger that the use cases of a server write to: the store's, and the workers of this process hear of what a step
// owes, so that they need not look for it all the time. So does the feed of changes hear of every step.
#pragma once

#include "main/work_pace.h"
#include "ports/clock.h"
#include "ports/ledger.h"

namespace curfew::wiring {

class PacingLedger final : public Ledger {
 public:
  // All must outlive this.
  PacingLedger(Ledger& store, WorkPaces& paces, WorkPace& feed, const Clock& clock)
      : store_(store), paces_(paces), feed_(feed), clock_(clock) {}

  [[nodiscard]] Result<CommitOutcome> commit(const Step& step) override;

  [[nodiscard]] Result<std::optional<Request>> request(const RequestId& id) override { return store_.request(id); }
  [[nodiscard]] Result<std::optional<Assignment>> assignment(const AssignmentKey& key) override {
    return store_.assignment(key);
  }
  [[nodiscard]] Result<std::optional<Binding>> binding_of(const Subject& subject) override {
    return store_.binding_of(subject);
  }
  [[nodiscard]] Result<std::optional<Binding>> binding_of(const UserId& user) override {
    return store_.binding_of(user);
  }
  [[nodiscard]] Result<std::optional<IdempotencyRecord>> idempotency(const std::string& key) override {
    return store_.idempotency(key);
  }
  [[nodiscard]] Result<std::vector<AuditEvent>> events(const std::string& chain, std::int64_t after_sequence,
                                                       std::size_t limit) override {
    return store_.events(chain, after_sequence, limit);
  }
  [[nodiscard]] Result<std::optional<AuditEvent>> last_event(const std::string& chain) override {
    return store_.last_event(chain);
  }
  [[nodiscard]] Result<bool> has_event(const AuditEvent& event) override { return store_.has_event(event); }

 private:
  Ledger& store_;
  WorkPaces& paces_;
  WorkPace& feed_;
  const Clock& clock_;
};

}  // namespace curfew::wiring
