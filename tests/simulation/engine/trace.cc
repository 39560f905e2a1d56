#include "simulation/engine/trace.h"

#include <fmt/format.h>

namespace curfew::simulation {

// "  3:07.250  server 2 access    ledger.commit                 committed"
void Trace::tell(Instant at, std::string_view who, std::string_view what, std::string_view outcome) {
  const std::int64_t millis = (at - start_).count();
  reader_(fmt::format("{:>3}:{:02}.{:03}  {:<22} {:<34} {}", millis / 60'000, millis / 1000 % 60, millis % 1000, who,
                      what, outcome));
}

}  // namespace curfew::simulation
