#include "adapters/aws/credential_chain.h"

#include <utility>

#include "adapters/aws/container_credentials.h"
#include "adapters/aws/environment_credentials.h"
#include "adapters/aws/instance_credentials.h"
#include "adapters/aws/profile_credentials.h"
#include "adapters/aws/sts_credentials.h"

namespace curfew::aws {

Result<Credentials> CredentialChain::fetch() {
  const Variables variables = places_.variables();
  if (has_environment_credentials(variables)) return environment_credentials(variables);
  const std::string token_file = variables.text("AWS_WEB_IDENTITY_TOKEN_FILE");
  const std::string role_arn = variables.text("AWS_ROLE_ARN");
  if (!token_file.empty() && !role_arn.empty()) {
    const Role role{.arn = role_arn,
                    .session_name = variables.text("AWS_ROLE_SESSION_NAME"),
                    .external_id = {},
                    .duration_seconds = {}};
    return web_identity_role(role, token_file, places_.sender, places_.clock);
  }
  if (auto of_profile = profile_credentials(places_)) return *std::move(of_profile);
  if (has_container_credentials(variables)) return container_credentials(variables, places_.http);
  return of_instance();
}

// The last place is there whether somebody meant it or not.
Result<Credentials> CredentialChain::of_instance() const {
  auto credentials = instance_credentials(places_.variables(), places_.http);
  if (credentials || credentials.error().code != ErrorCode::kConfiguration) return credentials;
  return fail(ErrorCode::kConfiguration,
              "There are no AWS credentials: none in the environment, no web identity, no profile with credentials, no "
              "container role, and " +
                  credentials.error().public_text);
}

}  // namespace curfew::aws
