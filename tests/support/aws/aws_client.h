// The production client of signed AWS calls, wired for tests.
#pragma once

#include <memory>
#include <string>

#include "adapters/aws/client.h"
#include "adapters/aws/http_client.h"
#include "support/aws/moto.h"
#include "support/fake_entropy.h"
#include "support/recording_telemetry.h"

namespace curfew::testing_aws {

class AwsClient {
 public:
  // `clock` must outlive this. Every call is recorded under `access_key`.
  AwsClient(const std::string& endpoint, const Clock& clock, const std::string& access_key = "testing")
      : http_(aws::HttpClient::open({}).value()),
        client_(aws::Client::open(
                    {.region = "us-east-1", .endpoint_url = endpoint, .environment = Moto::environment(access_key)},
                    {.http = *http_, .clock = clock, .entropy = entropy_, .log = log_, .metrics = metrics_})
                    .value()) {}

  [[nodiscard]] aws::Caller& caller() { return *client_; }

 private:
  test::FakeEntropy entropy_;
  test::RecordingLog log_;
  test::RecordingMetrics metrics_;
  std::unique_ptr<aws::HttpClient> http_;
  std::unique_ptr<aws::Client> client_;
};

}  // namespace curfew::testing_aws
