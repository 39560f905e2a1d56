#include "adapters/aws/wire_request.h"

#include <algorithm>
#include <utility>

#include "adapters/aws/url.h"
#include "base/check.h"

namespace curfew::aws {
namespace {

std::string body_of(const Call& call) {
  if (call.service.protocol != Protocol::kQuery) return call.body;
  std::string form = "Action=" + percent_encoded(call.operation) + "&Version=" + std::string(call.service.target);
  if (!call.body.empty()) form += "&" + call.body;
  return form;
}

Headers protocol_headers(const Call& call) {
  const auto json = [&](const char* type) {
    return Headers{{"Content-Type", type}, {"X-Amz-Target", std::string(call.service.target) + "." + call.operation}};
  };
  switch (call.service.protocol) {
    case Protocol::kJson10: return json("application/x-amz-json-1.0");
    case Protocol::kJson11: return json("application/x-amz-json-1.1");
    case Protocol::kQuery: return {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
    case Protocol::kRestJson: break;
  }
  return call.body.empty() ? Headers{} : Headers{{"Content-Type", "application/json"}};
}

}  // namespace

HttpRequest wire_request(const Call& call, const Endpoint& endpoint, const Credentials* credentials, SigningKeys& keys,
                         Instant at) {
  const auto url = parse_url(endpoint.base_url);
  ensure(url.has_value(), "an endpoint is an address");
  const std::string path = (url->path == "/" ? "" : url->path) + call.path;
  const std::string query = canonical_query(call.query);
  HttpRequest request{.method = call.method,
                      .url = url->origin() + path + (query.empty() ? "" : "?" + query),
                      .headers = protocol_headers(call),
                      .body = body_of(call),
                      .deadline = call.deadline};
  if (credentials != nullptr) {
    const std::string time = signing_time(at);
    request.headers.emplace_back("X-Amz-Date", time);
    if (!credentials->session_token.empty()) {
      request.headers.emplace_back("X-Amz-Security-Token", credentials->session_token.reveal());
    }
    Headers covered = request.headers;
    covered.emplace_back("Host", url->authority());
    const SigningScope scope{
        .date = time.substr(0, 8), .region = endpoint.region, .service = std::string(call.service.signing_name)};
    request.headers.emplace_back(
        "Authorization",
        authorization({.method = call.method, .path = path, .query = query, .headers = covered, .body = request.body},
                      scope, time, credentials->access_key_id, keys.key(credentials->secret_access_key, scope)));
  }
  request.headers.emplace_back("User-Agent", "curfew");
  request.headers.emplace_back("Accept-Encoding", "identity");
  return request;
}

}  // namespace curfew::aws
