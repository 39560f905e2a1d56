// The Caller of production: signs (Signature Version 4), sends, reads AWS's errors, and tries again where that is safe
// to do, within a budget. Thread-safe.
//
// One further attempt, besides those that a call allows, is made where AWS refuses the credentials and others can be
// had, and where it refuses a signature for the clock of this machine (then its own clock is followed from there on,
// but never for a call with a `signed_at`).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/aws/caller.h"
#include "adapters/aws/http_client.h"
#include "adapters/aws/pause.h"
#include "base/error.h"
#include "ports/clock.h"
#include "ports/entropy.h"
#include "ports/telemetry.h"

namespace curfew::aws {

struct ClientSettings {
  std::string region;                       // "us-east-1"
  std::optional<std::string> endpoint_url;  // every service at one address, for tests; absent: AWS's own, or what the
                                            // environment's AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_<SERVICE> say
  std::map<std::string, std::string> environment;  // of this process: credentials, profiles, endpoints
};

// All but the pause must outlive the client.
struct ClientPorts {
  HttpClient& http;
  const Clock& clock;
  Entropy& entropy;
  Log& log;
  Metrics& metrics;
  std::unique_ptr<Pause> pause = std::make_unique<SleepingPause>();  // between attempts
};

class Client final : public Caller {
 public:
  // Reads no credentials yet: the first call does. Errors: kConfiguration.
  [[nodiscard]] static Result<std::unique_ptr<Client>> open(const ClientSettings& settings, ClientPorts ports);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() override;

  [[nodiscard]] CallResult call(const Call& call) override;

 private:
  class Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace curfew::aws
