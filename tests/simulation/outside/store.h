// The durable store of a simulated world: survives every death, and is watched by the judges.
#pragma once

#include <functional>
#include <utility>

#include "support/memory_store.h"

namespace curfew::simulation {

// For the thread of its world.
class SimulatedStore {
 public:
  struct Observers {
    std::function<void(const Step&)> before_commit = [](const Step&) {};
    std::function<void(const Step&)> committed = [](const Step&) {};
  };

  void observe(Observers observers) { observers_ = std::move(observers); }

  // What is stored. Whatever is written past commit() was written by the world, not by Curfew.
  [[nodiscard]] test::MemoryStore& memory() { return memory_; }
  [[nodiscard]] const test::MemoryStore& memory() const { return memory_; }

  [[nodiscard]] Result<CommitOutcome> commit(const Step& step) {
    observers_.before_commit(step);
    auto outcome = memory_.commit(step);
    if (outcome && *outcome == CommitOutcome::kCommitted) observers_.committed(step);
    return outcome;
  }

 private:
  test::MemoryStore memory_;
  Observers observers_;
};

}  // namespace curfew::simulation
