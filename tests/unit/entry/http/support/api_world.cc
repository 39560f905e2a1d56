#include "unit/entry/http/support/api_world.h"

#include <boost/json/parse.hpp>
#include <stdexcept>

namespace curfew::http::test {

Result<UserId> EmptyIdentityCenter::find_user(const std::string& email) {
  if (email == "stranger@example.com") return fail(ErrorCode::kUnknownUser, "Identity Center does not know you.");
  return UserId("u-" + email.substr(0, email.find('@')));
}

AskResult EmptyIdentityCenter::ask(OperationKind, const AssignmentKey&, Instant) {
  return std::unexpected(AskError{.failure = AskFailure::kThrottled, .cause = "nobody is there"});
}

Result<OperationStatus> EmptyIdentityCenter::check(OperationKind, const OperationId&) { return OperationStatus{}; }

Result<Identity> NameTokens::verify(const Secret& id_token, Instant) {
  const std::string& name = id_token.reveal();
  const bool manager = name == "manager" || name == "boss";
  if (!manager && name != "engineer" && name != "guest" && name != "stranger") {
    return fail(ErrorCode::kUnauthenticated, "Your sign-in is not valid, or no longer. Sign in again.",
                "bad signature");
  }
  return Identity{.subject = Subject("sub-" + name),
                  .email = name + "@example.com",
                  .is_engineer = name == "engineer" || name == "stranger",
                  .is_manager = manager};
}

SignInAnswer EchoSignIn::answer(const SignInCall& call, Instant) {
  if (!call.target.ends_with(".InitiateAuth")) {
    return {
        .status = 400, .body = R"({"__type":"UnknownOperationException"})", .error_type = "UnknownOperationException"};
  }
  return {.status = 200, .body = R"({"from":")" + call.address + R"("})", .error_type = ""};
}

FixedCatalog::FixedCatalog()
    : catalog_(std::make_shared<Catalog>(
          Catalog{.accounts = {{.name = "Management", .id = AccountId("533267321107"), .title = "Management"}},
                  .permission_sets = {{.name = "S3FullAccess",
                                       .title = "S3 Full Access",
                                       .arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-1/ps-1"),
                                       .aws_name = "JIT-S3FullAccess",
                                       .risk = Risk::kLow},
                                      {.name = "EmergencyAdmin",
                                       .title = "Emergency Admin",
                                       .arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-1/ps-2"),
                                       .aws_name = "JIT-EmergencyAdmin",
                                       .risk = Risk::kHigh}}})) {}

ApiWorld::ApiWorld(const std::function<void(ApiSettings&, ServerSettings&)>& adjust) {
  ApiSettings settings;
  settings.wait_for_outcome = std::chrono::milliseconds(0);
  settings.allowed_origins = {"https://portal.example.com"};
  settings.portal = {.api_url = "http://127.0.0.1",
                     .sign_in_endpoint = "",
                     .region = "us-east-1",
                     .user_pool_id = "us-east-1_Pool",
                     .client_id = "client",
                     .start_url = "https://start.example.com"};
  ServerSettings transport{.listen = "127.0.0.1:0", .workers = 8};
  if (adjust) adjust(settings, transport);
  api = std::make_unique<Api>(settings, ApiParts{.use_cases = {.submit = submit_request,
                                                               .decide = decide_request,
                                                               .revoke = revoke_request,
                                                               .cancel = cancel_request,
                                                               .read = read_requests},
                                                 .catalog = catalog,
                                                 .tokens = tokens,
                                                 .sign_in = &sign_in,
                                                 .ready = [this] { return ready; },
                                                 .clock = clock,
                                                 .entropy = entropy,
                                                 .log = log,
                                                 .metrics = metrics,
                                                 .metrics_reader = metrics_reader});
  auto opened = Server::open(transport, *api, clock, log, metrics);
  if (!opened) throw std::runtime_error(opened.error().public_text);
  server = std::move(*opened);
  thread = std::thread([this] { server->run(); });
}

ApiWorld::~ApiWorld() {
  server->stop();
  thread.join();
}

Answer ApiWorld::call(std::string_view method, std::string_view target, std::string_view token, std::string_view body,
                      std::string_view more_headers) {
  std::string bytes = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: curfew\r\n";
  if (!token.empty()) bytes += "Authorization: Bearer " + std::string(token) + "\r\n";
  if (!body.empty()) {
    if (!more_headers.contains("Content-Type")) bytes += "Content-Type: application/json\r\n";
    bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  bytes += std::string(more_headers) + "Connection: close\r\n\r\n" + std::string(body);
  RawClient client(port());
  client.send(bytes);
  return client.read_answer(method == "HEAD");
}

std::string ApiWorld::submit(std::string_view token, std::string_view permission_set) {
  const Answer answer = call(
      "POST", "/requests", token,
      R"({"account_name":"Management","reason":"test","permission_set":")" + std::string(permission_set) + R"("})");
  const auto body = boost::json::parse(answer.body);
  if (answer.status >= 300) throw std::runtime_error(answer.body);
  return std::string(body.at("request_id").as_string());
}

}  // namespace curfew::http::test
