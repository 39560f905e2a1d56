// Examines what every part of AWS stands on: the region, the credentials and whose they are, and this machine's clock.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html (needs no right)
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/caller.h"
#include "adapters/aws/endpoint.h"
#include "adapters/aws/http_client.h"
#include "ports/clock.h"
#include "ports/examination.h"

namespace curfew::aws {

class AwsExamination final : public Examination {
 public:
  // All must outlive this.
  AwsExamination(Caller& caller, HttpClient& http, const Clock& clock, EndpointSettings settings)
      : caller_(caller), http_(http), clock_(clock), settings_(std::move(settings)) {}

  [[nodiscard]] std::string part() const override { return "aws"; }
  [[nodiscard]] std::vector<Diagnosis> examine() override;

 private:
  [[nodiscard]] Diagnosis clock_diagnosis();

  Caller& caller_;
  HttpClient& http_;
  const Clock& clock_;
  const EndpointSettings settings_;
};

}  // namespace curfew::aws
