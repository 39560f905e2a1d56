// `curfew serve`: wires the whole server and runs it until a signal ends it.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>

#include "base/error.h"
#include "main/config/configuration.h"
#include "main/config/environment.h"

namespace curfew::wiring {

struct ServeOptions {
  std::int32_t clock_speed = 1;     // more than 1: for demonstrations, with embedded parts only
  config::Environment environment;  // of this process: AWS's own variables
  // Reads the configuration anew, for SIGHUP. Catalog and certificate of a good one come into force.
  std::function<std::expected<config::Configuration, config::Problems>()> reload;
};

// Serves until SIGTERM or SIGINT, then ends gracefully. Call before the process has other threads. Log lines go to
// `log_to`. Errors: kConfiguration, kUnavailable, kDamaged: it did not start.
[[nodiscard]] Status serve(const config::Configuration& configuration, const ServeOptions& options,
                           std::ostream& log_to);

}  // namespace curfew::wiring
