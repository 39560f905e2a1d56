// The role of an EC2 instance, from its metadata service; only by version 2 (IMDSv2), which a forged request from
// outside cannot reach.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
#pragma once

#include "adapters/aws/credentials.h"
#include "adapters/aws/http_client.h"
#include "adapters/aws/variables.h"

namespace curfew::aws {

// Asks now. AWS_EC2_METADATA_DISABLED, AWS_EC2_METADATA_SERVICE_ENDPOINT, AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE and
// AWS_METADATA_SERVICE_TIMEOUT (seconds, 1) are honoured. Errors: kConfiguration where there is no such service or no
// role; kUnavailable when it does not answer well.
[[nodiscard]] Result<Credentials> instance_credentials(const Variables& variables, HttpClient& http);

}  // namespace curfew::aws
