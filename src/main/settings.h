// Settings that several parts take from the configuration.
#pragma once

#include <string>

#include "domain/policy.h"
#include "main/config/configuration.h"
#include "ports/identity_center.h"

namespace curfew::wiring {

// Where people and clients reach the server: `server.public_url`, or http:// and where it listens.
[[nodiscard]] std::string public_url_of(const config::Configuration& configuration);

// The limits of the lifecycle, from the configuration and from how Identity Center behaves.
[[nodiscard]] Rules rules_of(const config::Configuration& configuration, const IdentityCenter& identity_center);

}  // namespace curfew::wiring
