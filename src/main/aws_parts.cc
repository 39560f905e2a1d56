#include "main/aws_parts.h"

#include <utility>
#include <variant>

namespace curfew::wiring {

AwsDirectory::AwsDirectory(const config::AwsIdentityCenterConfig& config, aws::Caller& caller,
                           const Surroundings& around)
    : center(caller, around.clock,
             {.instance_arn = config.instance_arn,
              .identity_store_id = config.identity_store_id,
              .calls_per_second = config.calls_per_second,
              .max_outstanding_creates = config.max_outstanding_creates}),
      admin(config.identity_store_id, caller, around.log) {}

Result<std::unique_ptr<AwsParts>> AwsParts::open(const config::Configuration& configuration,
                                                 const config::Environment& environment, const Surroundings& around) {
  auto http = aws::HttpClient::open(aws::http_settings_from(environment));
  if (!http) return fail(http.error());
  auto client = aws::Client::open(
      {.region = configuration.aws.region, .endpoint_url = configuration.aws.endpoint_url, .environment = environment},
      **http, around.clock, around.entropy, around.log, around.metrics);
  if (!client) return fail(client.error());
  std::unique_ptr<AwsParts> parts(new AwsParts(*std::move(http), *std::move(client)));
  if (const auto* center = std::get_if<config::AwsIdentityCenterConfig>(&configuration.identity_center.kind)) {
    parts->directory_.emplace(*center, parts->caller(), around);
  }
  return parts;
}

}  // namespace curfew::wiring
