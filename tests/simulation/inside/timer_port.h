// The timers outside as one server of a simulated world has them.
#pragma once

#include <string>

#include "ports/revocation_timer.h"
#include "simulation/inside/wire.h"
#include "simulation/outside/revocation_timer.h"

namespace curfew::simulation {

class WiredTimer final : public RevocationTimer {
 public:
  WiredTimer(Wire& wire, SimulatedTimer& timer) : wire_(wire), timer_(timer) {}

  [[nodiscard]] Result<std::string> set(const LeaseEnd& end, Instant claimed_at) override;
  [[nodiscard]] Status remove(const RequestId& request, const std::string& arn) override;
  [[nodiscard]] Millis settle() const override;

 private:
  Wire& wire_;
  SimulatedTimer& timer_;
};

}  // namespace curfew::simulation
