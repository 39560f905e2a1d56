#include "adapters/aws/credential_chain.h"

#include "adapters/aws/environment_credentials.h"

namespace curfew::aws {
namespace {

class NoCredentials final : public CredentialSource {
 public:
  Result<Credentials> fetch() override {
    return fail(ErrorCode::kConfiguration,
                "There are no AWS credentials: AWS_ACCESS_KEY_ID is not set in the environment.");
  }
};

}  // namespace

std::unique_ptr<CredentialSource> credential_chain(const std::map<std::string, std::string>& environment) {
  if (auto source = environment_credentials(environment)) return source;
  return std::make_unique<NoCredentials>();
}

}  // namespace curfew::aws
