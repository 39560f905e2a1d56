#include "adapters/sandbox/fault_plan.h"

namespace curfew::sandbox {

void FaultPlan::next_asks(OperationKind kind, const AskFault& fault, std::size_t times) {
  const std::scoped_lock lock(mutex_);
  auto& asks = asks_[kind];
  asks.insert(asks.end(), times, fault);
}

void FaultPlan::next_reads_fail(std::size_t times) {
  const std::scoped_lock lock(mutex_);
  failing_reads_ += times;
}

std::optional<AskFault> FaultPlan::take_ask(OperationKind kind) {
  const std::scoped_lock lock(mutex_);
  auto& asks = asks_[kind];
  if (asks.empty()) return std::nullopt;
  AskFault fault = asks.front();
  asks.pop_front();
  return fault;
}

bool FaultPlan::take_read() {
  const std::scoped_lock lock(mutex_);
  if (failing_reads_ == 0) return false;
  --failing_reads_;
  return true;
}

}  // namespace curfew::sandbox
