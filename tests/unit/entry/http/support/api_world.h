// The API on a real socket, with the real use cases on the World's stand-ins for the outside.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "entry/http/api.h"
#include "entry/http/server.h"
#include "support/world.h"
#include "unit/entry/http/support/raw_client.h"

namespace curfew::http::test {

// A token is the name of its bearer: "engineer", "manager", "boss" (another manager), "guest" (in no group), "stranger"
// (an engineer whom Identity Center does not know).
class NameTokens final : public TokenVerifier {
 public:
  [[nodiscard]] Result<Identity> verify(const Secret& id_token, Instant now) override;
};

// Knows one operation, and says where the call came from.
class EchoSignIn final : public SignInEndpoint {
 public:
  [[nodiscard]] SignInAnswer answer(const SignInCall& call, Instant now) override;
  [[nodiscard]] Result<std::string> jwks() override { return R"({"keys":[]})"; }
};

class FixedMetrics final : public MetricsReader {
 public:
  [[nodiscard]] std::string render() const override { return "curfew_up 1\n"; }
};

class ApiWorld : public curfew::test::World {
 public:
  explicit ApiWorld(const std::function<void(ApiSettings&, ServerSettings&)>& adjust = {});
  ApiWorld(const ApiWorld&) = delete;
  ApiWorld& operator=(const ApiWorld&) = delete;
  ~ApiWorld();

  // One request on a connection of its own. `token` empty: none. A body goes as application/json unless
  // `more_headers` names another type.
  Answer call(std::string_view method, std::string_view target, std::string_view token = {}, std::string_view body = {},
              std::string_view more_headers = {});
  // Submits over HTTP; the id.
  std::string ask(std::string_view token, std::string_view permission_set);

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] std::uint16_t metrics_port() const { return server_->metrics_port().value(); }
  [[nodiscard]] const std::vector<Route>& routes() const { return api_->routes(); }
  // The access log.
  [[nodiscard]] std::vector<curfew::test::RecordingLog::Line> access_log() const;
  [[nodiscard]] std::size_t stored_requests() const { return store.tables().requests.size(); }

  Status ready;  // what GET /health/ready finds

 private:
  NameTokens tokens_;
  EchoSignIn sign_in_;
  FixedMetrics metrics_reader_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace curfew::http::test
