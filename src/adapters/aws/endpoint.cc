#include "adapters/aws/endpoint.h"

#include <algorithm>
#include <array>

#include "adapters/aws/url.h"

namespace curfew::aws {
namespace {

struct Partition {
  std::string_view region_prefix;
  std::string_view domain;
  std::string_view global_region;  // of the services that have one for the whole partition
};

// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html, and botocore's
// partitions.json. The first prefix that fits decides; the last is everything else.
constexpr std::array kPartitions = {
    Partition{"cn-", "amazonaws.com.cn", "cn-northwest-1"},
    Partition{"us-gov-", "amazonaws.com", "us-gov-west-1"},
    Partition{"eusc-", "amazonaws.eu", "eusc-de-east-1"},
    Partition{"us-iso-", "c2s.ic.gov", "us-iso-east-1"},
    Partition{"us-isob-", "sc2s.sgov.gov", "us-isob-east-1"},
    Partition{"eu-isoe-", "cloud.adc-e.uk", "eu-isoe-west-1"},
    Partition{"us-isof-", "csp.hci.ic.gov", "us-isof-south-1"},
    Partition{"", "amazonaws.com", ""},
};

const Partition& partition_of(std::string_view region) {
  return *std::ranges::find_if(kPartitions, [&](const Partition& p) { return region.starts_with(p.region_prefix); });
}

std::string region_for(const Service& service, const std::string& region) {
  if (service.only_region.empty()) return region;
  const Partition& partition = partition_of(region);
  return std::string(partition.global_region.empty() ? service.only_region : partition.global_region);
}

// "sso-admin" becomes "SSO_ADMIN".
std::string variable_suffix(std::string_view id) {
  std::string name(id);
  std::ranges::transform(name, name.begin(), [](char c) {
    if (c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
    return c == '-' || c == ' ' ? '_' : c;
  });
  return name;
}

std::optional<std::string> configured_url(const Service& service, const EndpointSettings& settings) {
  if (settings.endpoint_url) return settings.endpoint_url;
  const auto variable = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = settings.environment.find(name);
    if (found == settings.environment.end() || found->second.empty()) return std::nullopt;
    return found->second;
  };
  const std::string ignore = variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").value_or("");
  if (variable_suffix(ignore) == "TRUE") return std::nullopt;
  if (auto own = variable("AWS_ENDPOINT_URL_" + variable_suffix(service.id))) return own;
  return variable("AWS_ENDPOINT_URL");
}

}  // namespace

Result<Endpoint> endpoint_of(const Service& service, const EndpointSettings& settings) {
  const std::string region = region_for(service, settings.region);
  auto configured = configured_url(service, settings);
  if (!configured) {
    return Endpoint{.base_url = "https://" + std::string(service.host) + "." + region + "." +
                                std::string(partition_of(region).domain),
                    .region = region};
  }
  const auto url = parse_url(*configured);
  if (!url || !url->query.empty() || !url->user_info.empty()) {
    return fail(ErrorCode::kConfiguration, "\"" + *configured + "\" is no endpoint for " + std::string(service.id) +
                                               "; write an address, as in http://127.0.0.1:5000.");
  }
  std::string base = url->origin() + url->path;
  while (base.ends_with('/')) base.pop_back();
  return Endpoint{.base_url = std::move(base), .region = region};
}

// It becomes part of a host name: RFC 1123 section 2.1.
Status check_region(std::string_view region) {
  const bool is_label =
      !region.empty() && region.size() <= 63 && region.front() != '-' && region.back() != '-' &&
      std::ranges::all_of(region, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  if (is_label) return {};
  return fail(ErrorCode::kConfiguration,
              "\"" + std::string(region) + "\" is no AWS region; write one, as in us-east-1.");
}

}  // namespace curfew::aws
