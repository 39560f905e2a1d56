// Timers outside that never call by themselves, on a clock that a test moves. Safe for use by many threads.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ports/clock.h"
#include "ports/revocation_timer.h"

namespace curfew::test {

class FakeRevocationTimer final : public RevocationTimer {
 public:
  struct Standing {
    LeaseEnd end;
    std::string arn;
  };

  explicit FakeRevocationTimer(const Clock& clock) : clock_(clock) {}

  [[nodiscard]] static std::string arn_of(const RequestId& request) {
    return "arn:aws:scheduler:us-east-1:111122223333:schedule/jit-revocations/revoke-" + request.str();
  }

  [[nodiscard]] Result<std::string> set(const LeaseEnd& end, Instant claimed_at) override {
    const std::scoped_lock lock(mutex_);
    ++sets_;
    if (clock_.now() - claimed_at > settle()) return fail(ErrorCode::kUnavailable, "Signature expired.");
    const auto failure = next_failure();
    if (failure && failure->effect == Effect::kNone) return fail(*failure);
    standing_[end.request_id] = {.end = end, .arn = arn_of(end.request_id)};
    first_set_.try_emplace(end.request_id, clock_.now());
    if (failure) return fail(*failure);
    return arn_of(end.request_id);
  }
  [[nodiscard]] Status remove(const RequestId& request, const std::string& arn) override {
    const std::scoped_lock lock(mutex_);
    removed_.push_back(arn);
    const auto failure = next_failure();
    if (failure && failure->effect == Effect::kNone) return fail(*failure);
    standing_.erase(request);
    return failure ? fail(*failure) : Status{};
  }
  [[nodiscard]] Millis settle() const override { return std::chrono::minutes(5); }

  // The next calls fail with this.
  void fail_next(const Error& error, int times = 1) {
    const std::scoped_lock lock(mutex_);
    for (int i = 0; i < times; ++i) failures_.push_back(error);
  }

  [[nodiscard]] std::optional<Standing> standing(const RequestId& request) const {
    const std::scoped_lock lock(mutex_);
    const auto found = standing_.find(request);
    return found == standing_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] std::map<RequestId, Standing> all_standing() const {
    const std::scoped_lock lock(mutex_);
    return standing_;
  }
  // When it first stood, whatever became of it.
  [[nodiscard]] std::optional<Instant> first_set(const RequestId& request) const {
    const std::scoped_lock lock(mutex_);
    const auto found = first_set_.find(request);
    return found == first_set_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] int sets() const {
    const std::scoped_lock lock(mutex_);
    return sets_;
  }
  // The ARNs that `remove` was called with.
  [[nodiscard]] std::vector<std::string> removed() const {
    const std::scoped_lock lock(mutex_);
    return removed_;
  }

 private:
  std::optional<Error> next_failure() {
    if (failures_.empty()) return std::nullopt;
    Error failure = std::move(failures_.front());
    failures_.pop_front();
    return failure;
  }

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::deque<Error> failures_;
  std::map<RequestId, Standing> standing_;
  std::map<RequestId, Instant> first_set_;
  std::vector<std::string> removed_;
  int sets_ = 0;
};

}  // namespace curfew::test
