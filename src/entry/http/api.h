// The HTTP API: every request goes through the same steps, and none can be forgotten by an endpoint: throttle, token,
// method, content type, query, then the endpoint; the answer gets its headers, one log line and its metrics.
//
// Thread-safe. Owned by src/main; lives as long as the ports and use cases it was given. Never decides who may do what,
// and never logs a token, a body or a query.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "entry/http/event_endpoint.h"
#include "entry/http/gatekeeper.h"
#include "entry/http/message.h"
#include "entry/http/portal_files.h"
#include "entry/http/report_endpoints.h"
#include "entry/http/request_endpoints.h"
#include "entry/http/response_headers.h"
#include "entry/http/router.h"
#include "entry/http/service_endpoints.h"
#include "ports/clock.h"
#include "ports/entropy.h"
#include "ports/telemetry.h"

namespace curfew::http {

struct ApiSettings {
  std::string public_url;                    // "https://curfew.example.com"; https means HSTS also behind a proxy
  std::string portal_dir;                    // empty: no portal
  std::vector<std::string> allowed_origins;  // for CORS: "https://portal.example.com"
  bool separate_metrics = false;             // metrics_listen is set: no /metrics on the main listener
  PortalConfig portal;
  ThrottleSettings throttle;
  std::chrono::milliseconds wait_for_outcome{4'000};  // how long an answer waits for AWS before it says 202
};

struct ApiParts {
  RequestUseCases use_cases;
  FollowChanges& follow_changes;
  EventHub& events;
  ReportUseCases reports;
  const CatalogSource& catalog;
  TokenVerifier& tokens;
  SignInEndpoint* sign_in;  // null where another system has the user pool
  std::function<Status()> ready;
  const Clock& clock;
  Entropy& entropy;
  Log& log;
  Metrics& metrics;
  const MetricsReader& metrics_reader;
};

class Api final : public HttpHandler {
 public:
  Api(const ApiSettings& settings, const ApiParts& parts);

  [[nodiscard]] HttpReply handle(const HttpRequest& request) override;
  [[nodiscard]] HttpReply refuse(Refusal refusal, const HttpRequest& request) override;

  // For the test that holds docs/api/openapi.yaml against what is served.
  [[nodiscard]] const std::vector<Route>& routes() const { return router_.routes(); }

 private:
  struct Trace;

  [[nodiscard]] std::shared_ptr<Trace> begin(const HttpRequest& request);
  [[nodiscard]] Result<HttpReply> guarded_answer(const HttpRequest& request, Trace& trace);
  [[nodiscard]] Result<HttpReply> answer(const HttpRequest& request, Trace& trace);
  [[nodiscard]] Result<HttpReply> answer_unrouted(const HttpRequest& request, const std::string& allowed, Trace& trace);
  [[nodiscard]] Result<Identity> admit(const Route& route, const HttpRequest& request, Instant now);
  [[nodiscard]] HttpReply finish(HttpReply reply, const std::shared_ptr<Trace>& trace);
  void record(const Trace& trace, const Exchange& exchange);

  const ApiSettings settings_;
  const Clock& clock_;
  Entropy& entropy_;
  Log& log_;
  Metrics& metrics_;
  Gatekeeper gatekeeper_;
  RequestEndpoints request_endpoints_;
  EventEndpoint event_endpoint_;
  ReportEndpoints report_endpoints_;
  ServiceEndpoints service_endpoints_;
  PortalFiles portal_files_;
  Router router_;
};

}  // namespace curfew::http
