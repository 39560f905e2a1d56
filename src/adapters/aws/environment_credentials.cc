#include "adapters/aws/environment_credentials.h"

#include <utility>

#include "adapters/aws/timestamps.h"
#include "adapters/aws/variables.h"

namespace curfew::aws {
namespace {

// What is found at the start is what there is.
class FixedCredentials final : public CredentialSource {
 public:
  explicit FixedCredentials(Result<Credentials> found) : found_(std::move(found)) {}
  Result<Credentials> fetch() override { return found_; }

 private:
  Result<Credentials> found_;
};

Result<Credentials> read(const Variables& variables) {
  Credentials credentials;
  credentials.source = "the environment";
  credentials.access_key_id = variables.text("AWS_ACCESS_KEY_ID");
  credentials.secret_access_key = Secret(variables.text("AWS_SECRET_ACCESS_KEY"));
  credentials.session_token = Secret(variables.text("AWS_SESSION_TOKEN"));
  if (credentials.secret_access_key.empty()) {
    return fail(ErrorCode::kConfiguration, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not.");
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

}  // namespace

std::unique_ptr<CredentialSource> environment_credentials(const std::map<std::string, std::string>& environment) {
  const Variables variables(environment);
  if (variables.text("AWS_ACCESS_KEY_ID").empty()) return nullptr;
  return std::make_unique<FixedCredentials>(read(variables));
}

}  // namespace curfew::aws
