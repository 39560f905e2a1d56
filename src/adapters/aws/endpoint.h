// Where a service is called, and the region that its signature names. Pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/aws/service.h"
#include "base/error.h"

namespace curfew::aws {

struct EndpointSettings {
  std::string region;
  std::optional<std::string> endpoint_url;
  std::map<std::string, std::string> environment;
};

struct Endpoint {
  std::string base_url;  // without a slash at the end
  std::string region;
};

// endpoint_url, then AWS_ENDPOINT_URL_<SERVICE>, then AWS_ENDPOINT_URL (both not when
// AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true), then AWS's own.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html Errors: kConfiguration for an address that
// is none.
[[nodiscard]] Result<Endpoint> endpoint_of(const Service& service, const EndpointSettings& settings);

// Errors: kConfiguration for what cannot be the name of a region.
[[nodiscard]] Status check_region(std::string_view region);

}  // namespace curfew::aws
