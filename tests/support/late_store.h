// A store whose first commit takes effect late: its writer is told that nobody knows, looks in vain, and goes on.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "support/memory_store.h"

namespace curfew::test {

// Not for sharing between threads.
class LateStore final : public MemoryStore {
 public:
  // From now on.
  void be_late_once() { waits_for_commit_ = true; }

  [[nodiscard]] Result<CommitOutcome> commit(const Step& step) override {
    if (!std::exchange(waits_for_commit_, false)) return MemoryStore::commit(step);
    late_ = step;
    return CommitOutcome::kUnknown;
  }
  [[nodiscard]] Result<std::optional<Assignment>> assignment(const AssignmentKey& key) override {
    if (auto step = std::exchange(late_, std::nullopt)) {
      const auto outcome = MemoryStore::commit(*step);
      ensure(outcome && *outcome == CommitOutcome::kCommitted, "nothing else was stored meanwhile");
    }
    return MemoryStore::assignment(key);
  }

 private:
  bool waits_for_commit_ = false;
  std::optional<Step> late_;
};

}  // namespace curfew::test
