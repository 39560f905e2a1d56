#include "main/settings.h"

namespace curfew::wiring {

std::string public_url_of(const config::Configuration& configuration) {
  return configuration.server.public_url.value_or("http://" + configuration.server.listen);
}

Rules rules_of(const config::Configuration& configuration, const IdentityCenter& identity_center) {
  return {.pending_lapse = configuration.policy.pending_lapse,
          .granting_limit = configuration.policy.granting_limit,
          .settle = identity_center.settle()};
}

}  // namespace curfew::wiring
