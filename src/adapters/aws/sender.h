// One attempt of a call: builds, signs, sends, reads the answer. Thread-safe. Shared by the client and by credentials
// that come from STS.
#pragma once

#include <optional>

#include "adapters/aws/caller.h"
#include "adapters/aws/credentials.h"
#include "adapters/aws/endpoint.h"
#include "adapters/aws/http_client.h"
#include "adapters/aws/sigv4.h"

namespace curfew::aws {

struct Attempt {
  CallResult result;
  std::optional<Instant> server_time;  // by the answer's Date header
};

class Sender {
 public:
  // `http` must outlive this.
  Sender(HttpClient& http, EndpointSettings settings) : http_(http), settings_(std::move(settings)) {}

  // `credentials` is null for a call that is not signed. What comes back holds no secret of them, also where AWS
  // repeats what it was sent.
  [[nodiscard]] Attempt send(const Call& call, const Credentials* credentials, Instant signed_at);

 private:
  HttpClient& http_;
  const EndpointSettings settings_;
  SigningKeys keys_;
};

// A call that failed before anything was sent.
[[nodiscard]] CallFailure not_sent(const Error& error);

}  // namespace curfew::aws
