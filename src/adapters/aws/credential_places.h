// What the places that credentials come from need.
#pragma once

#include <map>
#include <string>

#include "adapters/aws/http_client.h"
#include "adapters/aws/sender.h"
#include "adapters/aws/variables.h"
#include "ports/clock.h"

namespace curfew::aws {

struct CredentialPlaces {
  const std::map<std::string, std::string>& environment;
  HttpClient& http;  // for the metadata services
  Sender& sender;    // for STS
  const Clock& clock;

  [[nodiscard]] Variables variables() const { return Variables(environment); }
};

}  // namespace curfew::aws
