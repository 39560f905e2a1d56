// AWS's parts, as far as the configuration wants them, on one signing client.
//
// One for a process. Thread-safe as the ports are.
#pragma once

#include <memory>
#include <optional>

#include "adapters/aws/client.h"
#include "adapters/aws/http_client.h"
#include "adapters/identity_center/directory_admin.h"
#include "adapters/identity_center/identity_center.h"
#include "adapters/ses/ses_mailer.h"
#include "base/error.h"
#include "main/config/configuration.h"
#include "main/config/environment.h"
#include "main/surroundings.h"

namespace curfew::wiring {

struct AwsDirectory {
  AwsDirectory(const config::AwsIdentityCenterConfig& config, aws::Caller& caller, const Surroundings& around);

  identity_center::AwsIdentityCenter center;
  identity_center::AwsDirectoryAdmin admin;
};

class AwsParts {
 public:
  // Calls nothing yet. Errors: kConfiguration. What is around must outlive this.
  [[nodiscard]] static Result<std::unique_ptr<AwsParts>> open(const config::Configuration& configuration,
                                                              const config::Environment& environment,
                                                              const Surroundings& around);
  AwsParts(const AwsParts&) = delete;
  AwsParts& operator=(const AwsParts&) = delete;
  ~AwsParts() = default;

  [[nodiscard]] aws::Caller& caller() { return *client_; }
  // Each is empty where the configuration has another part in its place, or none.
  [[nodiscard]] std::optional<AwsDirectory>& directory() { return directory_; }

 private:
  AwsParts(std::unique_ptr<aws::HttpClient> http, std::unique_ptr<aws::Client> client)
      : http_(std::move(http)), client_(std::move(client)) {}

  std::unique_ptr<aws::HttpClient> http_;
  std::unique_ptr<aws::Client> client_;
  std::optional<AwsDirectory> directory_;
};

}  // namespace curfew::wiring
