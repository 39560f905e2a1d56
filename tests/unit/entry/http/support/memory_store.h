// A ledger and index in memory with the port's rules: all of a step or nothing. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ports/ledger.h"
#include "ports/request_index.h"

namespace curfew::http::test {

class MemoryStore final : public Ledger, public RequestIndex {
 public:
  [[nodiscard]] Result<CommitOutcome> commit(const Step& step) override;
  [[nodiscard]] Result<std::optional<Request>> request(const RequestId& id) override;
  [[nodiscard]] Result<std::optional<Assignment>> assignment(const AssignmentKey& key) override;
  [[nodiscard]] Result<std::optional<Binding>> binding_of(const Subject& subject) override;
  [[nodiscard]] Result<std::optional<Binding>> binding_of(const UserId& user) override;
  [[nodiscard]] Result<std::optional<IdempotencyRecord>> idempotency(const std::string& key) override;
  [[nodiscard]] Result<std::vector<AuditEvent>> events(const std::string& chain, std::int64_t after_sequence,
                                                       std::size_t limit) override;
  [[nodiscard]] Result<std::optional<AuditEvent>> last_event(const std::string& chain) override;
  [[nodiscard]] Result<bool> has_event(const std::string& hash) override;
  [[nodiscard]] Result<std::vector<Request>> page(const RequestFilter& filter, std::size_t limit,
                                                  const std::optional<PagePosition>& after) override;

  // Changes a stored request past all rules, as if AWS had answered.
  template <class Change>
  void alter(const std::string& id, Change change) {
    const std::scoped_lock lock(mutex_);
    change(requests_.at(RequestId(id)));
  }

  // From now on every call fails as a full disk would make it.
  void break_down() {
    const std::scoped_lock lock(mutex_);
    broken_ = true;
  }
  [[nodiscard]] std::size_t commits() const {
    const std::scoped_lock lock(mutex_);
    return commits_;
  }

 private:
  [[nodiscard]] bool conflicts(const Step& step) const;
  [[nodiscard]] Status check() const;

  mutable std::mutex mutex_;
  bool broken_ = false;
  std::size_t commits_ = 0;
  std::map<RequestId, Request> requests_;
  std::map<AssignmentKey, Assignment> assignments_;
  std::map<std::string, std::vector<AuditEvent>> chains_;
  std::vector<Binding> bindings_;
  std::map<std::string, IdempotencyRecord> keys_;
};

}  // namespace curfew::http::test
