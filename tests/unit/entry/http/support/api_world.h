// The API on a real socket with the real use cases, on ports in memory: three people, two permission sets, no AWS.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "app/cancel.h"
#include "app/decide.h"
#include "app/read_requests.h"
#include "app/revoke.h"
#include "app/submit.h"
#include "entry/http/api.h"
#include "entry/http/server.h"
#include "support/fake_clock.h"
#include "support/fake_entropy.h"
#include "unit/entry/http/support/fakes.h"
#include "unit/entry/http/support/memory_store.h"
#include "unit/entry/http/support/raw_client.h"

namespace curfew::http::test {

// Knows everybody in example.com but "stranger@example.com"; nobody has any access.
class EmptyIdentityCenter final : public IdentityCenter {
 public:
  [[nodiscard]] Result<UserId> find_user(const std::string& email) override;
  [[nodiscard]] Result<Presence> look(const AssignmentKey&) override { return presence; }
  [[nodiscard]] AskResult ask(OperationKind, const AssignmentKey&, Instant) override;
  [[nodiscard]] Result<OperationStatus> check(OperationKind, const OperationId&) override;
  [[nodiscard]] Result<bool> anything_in_progress(const AssignmentKey&) override { return false; }
  [[nodiscard]] Millis settle() const override { return Millis{0}; }

  Presence presence = Presence::kAbsent;
};

// A token is the name of its bearer: "engineer", "manager", "boss" (another manager), "guest" (no group), "stranger".
class NameTokens final : public TokenVerifier {
 public:
  [[nodiscard]] Result<Identity> verify(const Secret& id_token, Instant now) override;
};

class EchoSignIn final : public SignInEndpoint {
 public:
  [[nodiscard]] SignInAnswer answer(const SignInCall& call, Instant now) override;
  [[nodiscard]] Result<std::string> jwks() override { return R"({"keys":[]})"; }
};

class FixedCatalog final : public CatalogSource {
 public:
  FixedCatalog();
  [[nodiscard]] std::shared_ptr<const Catalog> current() const override { return catalog_; }

 private:
  std::shared_ptr<const Catalog> catalog_;
};

class FixedMetrics final : public MetricsReader {
 public:
  [[nodiscard]] std::string render() const override { return "curfew_up 1\n"; }
};

struct ApiWorld {
  explicit ApiWorld(const std::function<void(ApiSettings&, ServerSettings&)>& adjust = {});
  ApiWorld(const ApiWorld&) = delete;
  ApiWorld& operator=(const ApiWorld&) = delete;
  ~ApiWorld();

  // One request on a connection of its own. `token` empty: none. A body goes as application/json.
  Answer call(std::string_view method, std::string_view target, std::string_view token = {}, std::string_view body = {},
              std::string_view more_headers = {});
  // Submits and gives the id.
  std::string submit(std::string_view token, std::string_view permission_set);
  [[nodiscard]] std::uint16_t port() const { return server->port(); }

  curfew::test::FakeClock clock;
  curfew::test::FakeEntropy entropy;
  RecordingLog log;
  RecordingMetrics metrics;
  FixedMetrics metrics_reader;
  MemoryStore store;
  EmptyIdentityCenter identity_center;
  NameTokens tokens;
  EchoSignIn sign_in;
  FixedCatalog catalog;
  Status ready;
  TransitionWriter writer{store, clock, metrics, Rules{}};
  Requesters requesters{store, identity_center};
  Submit submit_request{writer, requesters, identity_center, catalog, entropy};
  Decide decide_request{writer, requesters, catalog};
  Revoke revoke_request{writer};
  Cancel cancel_request{writer};
  ReadRequests read_requests{store, store};
  std::unique_ptr<Api> api;
  std::unique_ptr<Server> server;
  std::thread thread;
};

}  // namespace curfew::http::test
