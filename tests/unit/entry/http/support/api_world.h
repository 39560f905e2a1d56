// The API on a real socket, with the real use cases on the World's stand-ins for the outside.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/follow_changes.h"
#include "entry/http/api.h"
#include "entry/http/event_hub.h"
#include "entry/http/server.h"
#include "support/world.h"
#include "unit/entry/http/support/raw_client.h"

namespace curfew::http::test {

// A token is the name of its bearer: "engineer", "manager", "boss" (another manager), "guest" (in no group), "stranger"
// (an engineer whom Identity Center does not know).
class NameTokens final : public TokenVerifier {
 public:
  [[nodiscard]] Result<Identity> verify(const Secret& id_token, Instant now) override;

  // From now on the tokens of this name are refused.
  void sign_out(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    signed_out_.insert(name);
  }

 private:
  std::mutex mutex_;
  std::set<std::string> signed_out_;
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
  explicit ApiWorld(const std::function<void(ApiSettings&, ServerSettings&)>& adjust = {},
                    const EventLimits& event_limits = {});
  ApiWorld(const ApiWorld&) = delete;
  ApiWorld& operator=(const ApiWorld&) = delete;
  ~ApiWorld();

  // One request on a connection of its own. `token` empty: none. A body goes as application/json unless
  // `more_headers` names another type.
  Answer call(std::string_view method, std::string_view target, std::string_view token = {}, std::string_view body = {},
              std::string_view more_headers = {});
  // Submits over HTTP; the id.
  std::string ask(std::string_view token, std::string_view permission_set);

  // Tells all who listen to GET /events what has changed, as the feed of a server does. What it came to.
  Status tell_changes();

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] std::uint16_t metrics_port() const { return server_->metrics_port().value(); }
  [[nodiscard]] const std::vector<Route>& routes() const { return api_->routes(); }
  // The access log.
  [[nodiscard]] std::vector<curfew::test::RecordingLog::Line> access_log() const;
  [[nodiscard]] std::size_t stored_requests() const { return store.tables().requests.size(); }

  Status ready;  // what GET /health/ready finds
  // The bearers of these tokens have signed out.
  void sign_out(const std::string& name) { tokens_.sign_out(name); }
  // So often the server has asked to be told, since somebody new listens.
  [[nodiscard]] int feed_calls() const { return feed_calls_; }

 private:
  NameTokens tokens_;
  EchoSignIn sign_in_;
  FixedMetrics metrics_reader_;
  FollowChanges changes_{app().audit_log, app().ledger, app().requesters, log};
  std::atomic<int> feed_calls_{0};
  EventHub events_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace curfew::http::test
