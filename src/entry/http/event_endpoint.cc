#include "entry/http/event_endpoint.h"

#include <optional>
#include <string>
#include <utility>

#include "entry/http/gatekeeper.h"

namespace curfew::http {
namespace {

// The last event that the client was told of. Several are none that anybody was told of.
std::string last_event_id(const HttpRequest& request) {
  if (count_headers(request.headers, "Last-Event-ID") > 1) return "several";
  const std::string* id = find_header(request.headers, "Last-Event-ID");
  return id == nullptr ? std::string{} : *id;
}

// X-Accel-Buffering is nginx's word for what its ngx_http_proxy_module is to do with this one answer.
HttpResponse event_stream_answer() {
  return {.status = 200,
          .headers = {{.name = "Content-Type", .value = "text/event-stream"},
                      {.name = "Cache-Control", .value = "no-store"},
                      {.name = "X-Accel-Buffering", .value = "no"}},
          .body = {}};
}

}  // namespace

void EventEndpoint::add_routes(Router& router) {
  router.add({.method = "GET", .pattern = "/events", .answer = [this](const Call& call) { return events(call); }});
}

Result<HttpReply> EventEndpoint::events(const Call& call) {
  auto token = token_of(call.request);
  if (!token) return fail(token.error());
  const Identity& identity = call.caller.identity;
  const auto stream = hub_.open(identity, *std::move(token));
  if (!stream) return fail(stream.error());
  auto viewer = changes_.viewer(identity);
  if (!viewer) return fail(viewer.error());
  const auto positions = hub_.positions();
  const auto start =
      changes_.start(last_event_id(call.request), positions ? std::optional(positions->greatest) : std::nullopt);
  if (!start) return fail(start.error());
  hub_.begin(**stream, *std::move(viewer), *start);
  return HttpReply{.now = event_stream_answer(), .stream = *stream};
}

}  // namespace curfew::http
