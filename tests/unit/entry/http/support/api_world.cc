#include "unit/entry/http/support/api_world.h"

#include <boost/json/parse.hpp>
#include <stdexcept>

namespace curfew::http::test {

Result<Identity> NameTokens::verify(const Secret& id_token, Instant) {
  const std::string& name = id_token.reveal();
  const bool manager = name == "manager" || name == "boss";
  const std::scoped_lock lock(mutex_);
  if (signed_out_.contains(name)) return fail(ErrorCode::kUnauthenticated, "Sign in again.", "signed out");
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

ApiWorld::ApiWorld(const std::function<void(ApiSettings&, ServerSettings&)>& adjust, const EventLimits& event_limits)
    : events_(event_limits, tokens_, clock, metrics, [this] { ++feed_calls_; }) {
  for (const char* name : {"engineer", "manager", "boss", "guest"}) center.add_user(std::string(name) + "@example.com");
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
  api_ = std::make_unique<Api>(
      settings, ApiParts{.use_cases = {.submit = app().submit,
                                       .decide = app().decide,
                                       .revoke = app().revoke,
                                       .cancel = app().cancel,
                                       .read = app().read},
                         .follow_changes = changes_,
                         .events = events_,
                         .reports = {.report_month = app().report_month, .export_audit = app().export_audit},
                         .catalog = catalog,
                         .tokens = tokens_,
                         .sign_in = &sign_in_,
                         .ready = [this] { return ready; },
                         .clock = clock,
                         .entropy = entropy,
                         .log = log,
                         .metrics = metrics,
                         .metrics_reader = metrics_reader_});
  auto opened = Server::open(transport, *api_, clock, log, metrics);
  if (!opened) throw std::runtime_error(opened.error().public_text);
  server_ = std::move(*opened);
  thread_ = std::thread([this] { server_->run(); });
}

ApiWorld::~ApiWorld() {
  server_->stop();
  thread_.join();
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

std::string ApiWorld::ask(std::string_view token, std::string_view permission_set) {
  const Answer answer = call(
      "POST", "/requests", token,
      R"({"account_name":"Management","reason":"test","permission_set":")" + std::string(permission_set) + R"("})");
  if (answer.status != 200 && answer.status != 202) throw std::runtime_error(answer.body);
  return std::string(boost::json::parse(answer.body).at("request_id").as_string());
}

Status ApiWorld::tell_changes() {
  const auto positions = events_.positions();
  if (!positions) return {};
  const auto changes = changes_.after(positions->least);
  if (!changes) return fail(changes.error());
  events_.tell(*changes);
  return {};
}

std::vector<curfew::test::RecordingLog::Line> ApiWorld::access_log() const {
  auto lines = log.lines();
  std::erase_if(lines, [](const auto& line) { return line.event != "http_request"; });
  return lines;
}

}  // namespace curfew::http::test
