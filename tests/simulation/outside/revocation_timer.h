// The timers outside as they truly stand in a simulated world, as EventBridge Scheduler keeps them: each calls once,
// within the minute in which its time has come, and is gone then. One that is set too late never calls and stays.
//
// This is the far end of the wire. What a server sees of it is in inside/timer_port.h.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "ports/revocation_timer.h"
#include "simulation/engine/dice.h"
#include "simulation/engine/scheduler.h"
#include "simulation/outside/fault_mix.h"

namespace curfew::simulation {

// For the thread of its world.
class SimulatedTimer {
 public:
  struct Observers {
    std::function<void(const RequestId&)> calls = [](const RequestId&) {};
    std::function<void(const RequestId&)> removed = [](const RequestId&) {};
  };

  SimulatedTimer(const Scheduler& scheduler, Dice& dice, FaultMix& faults, Marks& marks)
      : scheduler_(scheduler), dice_(dice), faults_(faults), marks_(marks) {}

  void observe(Observers observers) { observers_ = std::move(observers); }
  // Lets timers call whose time has come. To be called whenever time has passed.
  void catch_up();

  // What a call of Curfew that has arrived does here.
  [[nodiscard]] Result<std::string> set(const LeaseEnd& end, Instant signed_at);
  [[nodiscard]] Status remove(const RequestId& request);

  // The truth.
  [[nodiscard]] bool has_stood(const RequestId& request) const { return stood_.contains(request); }
  [[nodiscard]] std::set<RequestId> standing() const;

 private:
  [[nodiscard]] Instant moment_of_call(Seconds at);

  const Scheduler& scheduler_;
  Dice& dice_;
  FaultMix& faults_;
  Marks& marks_;
  Observers observers_;
  std::map<RequestId, std::optional<Instant>> timers_;  // and when they call; empty: never
  std::set<RequestId> stood_;
};

}  // namespace curfew::simulation
