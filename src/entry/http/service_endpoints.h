// The calls around the requests: catalog, the caller, health, metrics, what the portal must know, and sign-in.
// Thread-safe.
#pragma once

#include <functional>
#include <string>

#include "entry/http/router.h"
#include "ports/catalog_source.h"
#include "ports/sign_in.h"
#include "ports/telemetry.h"

namespace curfew::http {

// What GET /portal-config.json tells; nothing in it is secret.
struct PortalConfig {
  std::string api_url;
  std::string sign_in_endpoint;  // where the Cognito user-pool protocol is spoken
  std::string region;
  std::string user_pool_id;
  std::string client_id;
  std::string start_url;  // of the AWS access portal
};

class ServiceEndpoints {
 public:
  // `sign_in` is null where another system has the user pool: then this server answers no sign-in and has no JWKS.
  // `ready` says whether requests can be served now.
  ServiceEndpoints(const CatalogSource& catalog, SignInEndpoint* sign_in, const MetricsReader& metrics,
                   std::function<Status()> ready, PortalConfig portal)
      : catalog_(catalog), sign_in_(sign_in), metrics_(metrics), ready_(std::move(ready)), portal_(std::move(portal)) {}

  void add_routes(Router& router);

 private:
  [[nodiscard]] HttpResponse catalog(const Call& call) const;
  [[nodiscard]] Result<HttpReply> ready() const;
  [[nodiscard]] HttpResponse portal_config() const;
  [[nodiscard]] Result<HttpReply> sign_in(const Call& call);
  [[nodiscard]] Result<HttpReply> jwks(const Call& call);

  const CatalogSource& catalog_;
  SignInEndpoint* sign_in_;
  const MetricsReader& metrics_;
  std::function<Status()> ready_;
  PortalConfig portal_;
};

}  // namespace curfew::http
