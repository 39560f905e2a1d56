#include "simulation/inside/wire.h"

namespace curfew::simulation {

std::unexpected<Error> Wire::unavailable(std::string_view name, Effect effect) {
  note(name, effect == Effect::kNone ? "failed" : "done, but its answer is lost");
  return std::unexpected(Error{.code = ErrorCode::kUnavailable,
                               .public_text = "That does not answer. Try again in a moment.",
                               .log_text = "a fault of the simulation",
                               .effect = effect});
}

bool Wire::departs(Millis latency) {
  if (strikes(Fault::kDiesBefore)) {
    note("dies", "before a call");
    die_();
    throw Killed{};
  }
  return air_.scheduler.try_sleep(air_.dice.between(Millis(1), latency));
}

void Wire::arrive(Millis latency) {
  if (strikes(Fault::kDiesAfter)) {
    note("dies", "after a call");
    die_();
    throw Killed{};
  }
  air_.scheduler.sleep(air_.dice.between(Millis(1), latency));
}

}  // namespace curfew::simulation
