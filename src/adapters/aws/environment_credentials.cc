#include "adapters/aws/environment_credentials.h"

#include "adapters/aws/timestamps.h"

namespace curfew::aws {

bool has_environment_credentials(const Variables& variables) { return !variables.text("AWS_ACCESS_KEY_ID").empty(); }

Result<Credentials> environment_credentials(const Variables& variables) {
  Credentials credentials;
  credentials.source = "the environment";
  credentials.access_key_id = variables.text("AWS_ACCESS_KEY_ID");
  credentials.secret_access_key = Secret(variables.text("AWS_SECRET_ACCESS_KEY"));
  credentials.session_token = Secret(variables.text("AWS_SESSION_TOKEN"));
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
    return fail(ErrorCode::kConfiguration,
                "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set together in the environment.");
  }
  const std::string expiration = variables.text("AWS_CREDENTIAL_EXPIRATION");
  if (expiration.empty()) return credentials;
  credentials.expires_at = parse_timestamp(expiration);
  if (!credentials.expires_at) {
    return fail(ErrorCode::kConfiguration,
                "AWS_CREDENTIAL_EXPIRATION is no time; write it as in 2025-12-06T15:30:00Z.");
  }
  return credentials;
}

}  // namespace curfew::aws
