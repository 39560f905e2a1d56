// One server's connection to everything outside. Every port call of a server passes its wire, and there it meets what
// the world has in store for it: latency, stalls, death before and after its effect, lost answers. While a call is on
// the wire, everybody else may go on.
#pragma once

#include <functional>
#include <string_view>

#include "base/error.h"
#include "simulation/engine/scheduler.h"
#include "simulation/engine/trace.h"
#include "simulation/outside/fault_mix.h"

namespace curfew::simulation {

// What all servers of a world share.
struct Air {
  Scheduler& scheduler;
  Dice& dice;
  FaultMix& faults;
  Marks& marks;
  Trace& trace;
  Millis store_latency{5};     // one way, at most
  Millis center_latency{200};  // one way, at most
};

// For the thread of its world.
class Wire {
 public:
  // `die` kills the server that this is the wire of, with all its tasks.
  Wire(Air& air, std::function<void()> die) : air_(air), die_(std::move(die)) {}

  [[nodiscard]] Air& air() { return air_; }
  [[nodiscard]] bool strikes(Fault fault) { return air_.faults.strikes(fault); }

  // A call that changes nothing.
  template <class Call>
  auto read(std::string_view name, Fault fails, Millis latency, Call call) -> decltype(call()) {
    depart(latency);
    if (strikes(fails)) return unavailable(name, Effect::kNone);
    auto answer = call();
    note(name, answer ? "answered" : "refused");
    return answer;
  }

  // A call that has an effect. One that was on its way when its server died may still arrive.
  template <class Call>
  auto act(std::string_view name, Millis latency, Call call) -> decltype(call()) {
    if (!departs(latency)) {
      if (air_.dice.coin()) {
        static_cast<void>(call());
        note(name, "arrived, but nobody waits for the answer");
      }
      throw Killed{};
    }
    auto answer = call();
    arrive(latency);
    return answer;
  }

  void note(std::string_view what, std::string_view outcome) {
    air_.trace.note(air_.scheduler.now(), air_.scheduler.name(), what, outcome);
  }
  [[nodiscard]] std::unexpected<Error> unavailable(std::string_view name, Effect effect);

 private:
  void depart(Millis latency) {
    if (!departs(latency)) throw Killed{};
  }
  // False when the server died while the call was on its way.
  [[nodiscard]] bool departs(Millis latency);
  void arrive(Millis latency);

  Air& air_;
  std::function<void()> die_;
};

}  // namespace curfew::simulation
