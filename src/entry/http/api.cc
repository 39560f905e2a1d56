#include "entry/http/api.h"

#include <exception>
#include <utility>

#include "base/utf8.h"
#include "entry/http/answers.h"

namespace curfew::http {
namespace {

constexpr std::size_t kLongestUserAgent = 512;
constexpr std::size_t kLongestLoggedMethod = 16;
constexpr std::string_view kUnmatched = "unmatched";
constexpr std::string_view kPortal = "portal";

Origin origin_of(const HttpRequest& request) {
  const std::string* agent = find_header(request.headers, "User-Agent");
  const std::string text = agent == nullptr ? std::string{} : to_utf8(*agent);
  return {.address = request.address, .user_agent = std::string(utf8_prefix(text, kLongestUserAgent))};
}

bool has_media_type(const HttpRequest& request, std::string_view wanted) {
  if (count_headers(request.headers, "Content-Type") != 1) return false;
  std::string_view type = *find_header(request.headers, "Content-Type");
  type = type.substr(0, type.find(';'));
  type = type.substr(0, type.find_last_not_of(" \t") + 1);
  return equal_ignoring_case(type, wanted);
}

Status check_body(BodyKind kind, const HttpRequest& request) {
  if (kind == BodyKind::kNone) {
    if (request.body.empty()) return {};
    return fail(ErrorCode::kInvalid, "This call takes no body.");
  }
  if (kind == BodyKind::kOptionalJson && request.body.empty()) return {};
  const std::string_view wanted = kind == BodyKind::kAwsJson ? kAwsJsonType : kJsonType;
  if (has_media_type(request, wanted)) return {};
  return fail(ErrorCode::kUnsupportedMedia, "The Content-Type of this call is " + std::string(wanted) + ".");
}

Result<HttpReply> answer_route(const Route& route, Call call) {
  if (auto ok = check_body(route.body, call.request); !ok) return fail(ok.error());
  auto query = QueryParameters::parse(call.request.query, route.query);
  if (!query) return fail(query.error());
  call.query = std::move(*query);
  return route.answer(call);
}

bool is_served_on(Listener listener, std::string_view path) {
  return listener == Listener::kMain || path == "/metrics" || path.starts_with("/health/");
}

}  // namespace

// What is known of an exchange by the time it is logged.
struct Api::Trace {
  AnswerContext context;
  std::string method;
  std::string address;
  std::string_view route = kUnmatched;  // of the router's lifetime
  std::string subject;
  std::string code;   // of an error
  std::string cause;  // for the log only
};

Api::Api(const ApiSettings& settings, const ApiParts& parts)
    : settings_(settings),
      clock_(parts.clock),
      entropy_(parts.entropy),
      log_(parts.log),
      metrics_(parts.metrics),
      gatekeeper_(parts.tokens, settings.throttle),
      request_endpoints_(parts.use_cases, settings.wait_for_outcome),
      event_endpoint_(parts.follow_changes, parts.events),
      report_endpoints_(parts.reports),
      service_endpoints_(parts.catalog, parts.sign_in, parts.metrics_reader, parts.ready, settings.portal),
      portal_files_(settings.portal_dir, settings.portal.sign_in_endpoint) {
  request_endpoints_.add_routes(router_);
  event_endpoint_.add_routes(router_);
  report_endpoints_.add_routes(router_);
  service_endpoints_.add_routes(router_);
}

HttpReply Api::handle(const HttpRequest& request) {
  const auto trace = begin(request);
  auto reply = guarded_answer(request, *trace);
  if (!reply) {
    const Error& error = reply.error();
    trace->code = word(error.code);
    trace->cause = error.log_text;
    return finish({.now = error_answer(error, trace->context.request_id)}, trace);
  }
  return finish(std::move(*reply), trace);
}

HttpReply Api::refuse(Refusal refusal, const HttpRequest& request) {
  const auto trace = begin(request);
  trace->code = word_of(refusal);
  return finish({.now = error_answer(refusal)}, trace);
}

std::shared_ptr<Api::Trace> Api::begin(const HttpRequest& request) {
  auto trace = std::make_shared<Trace>();
  trace->context = {.request_id = new_uuid(entropy_),
                    .allowed_origin = allowed_origin(request, settings_.allowed_origins),
                    .secure = request.tls || settings_.public_url.starts_with("https://")};
  trace->method = request.method.substr(0, kLongestLoggedMethod);
  trace->address = request.address;
  return trace;
}

// The top of a worker's job: what a library throws at us becomes an answer and a line in the log.
Result<HttpReply> Api::guarded_answer(const HttpRequest& request, Trace& trace) {
  try {
    return answer(request, trace);
  } catch (const std::exception& exception) {
    return fail(ErrorCode::kInternal, "", exception.what());
  }
}

Result<HttpReply> Api::answer(const HttpRequest& request, Trace& trace) {
  const Instant now = clock_.now();
  Router::Match match = router_.match(request.method, request.path);
  if (request.path == "/") match.allowed = match.allowed.empty() ? "GET, HEAD" : "GET, HEAD, " + match.allowed;
  if (match.route == nullptr || !is_served_on(request.listener, request.path)) {
    if (auto ok = gatekeeper_.admit_anybody(request, now); !ok) return fail(ok.error());
    return answer_unrouted(request, match.allowed, trace);
  }
  trace.route = match.route->pattern;
  auto identity = admit(*match.route, request, now);
  if (!identity) return fail(identity.error());
  trace.subject = identity->subject.str();
  return answer_route(*match.route, {.request = request,
                                     .query = {},
                                     .argument = std::move(match.argument),
                                     .caller = {.identity = std::move(*identity), .origin = origin_of(request)},
                                     .now = now});
}

Result<Identity> Api::admit(const Route& route, const HttpRequest& request, Instant now) {
  if (route.access == Access::kToken) return gatekeeper_.identify(request, now);
  if (auto ok = gatekeeper_.admit_anybody(request, now); !ok) return fail(ok.error());
  const bool here = request.loopback && !settings_.separate_metrics;
  if (route.access == Access::kMetrics && request.listener == Listener::kMain && !here) {
    return fail(
        ErrorCode::kForbidden,
        "The metrics are for the server's own machine, or for the address in metrics_listen where that is set.");
  }
  return Identity{};
}

Result<HttpReply> Api::answer_unrouted(const HttpRequest& request, const std::string& allowed, Trace& trace) {
  const bool main = request.listener == Listener::kMain;
  if (main && request.method == "OPTIONS" && (request.path == "*" || !allowed.empty())) {
    return HttpReply{.now = options_answer(request.path == "*" ? "GET, HEAD, POST" : allowed, trace.context)};
  }
  if (main && (request.method == "GET" || request.method == "HEAD") && (allowed.empty() || request.path == "/")) {
    auto file = portal_files_.get(request);
    if (!file) return fail(file.error());
    trace.route = kPortal;
    return HttpReply{.now = std::move(*file)};
  }
  if (!main || allowed.empty()) return fail(ErrorCode::kNotFound, "There is nothing at this address.");
  HttpReply reply{.now = error_answer({.code = ErrorCode::kMethodNotAllowed,
                                       .public_text = "This address serves " + allowed + " only."},
                                      trace.context.request_id)};
  trace.code = word(ErrorCode::kMethodNotAllowed);
  reply.now.headers.push_back({.name = "Allow", .value = allowed + ", OPTIONS"});
  return reply;
}

HttpReply Api::finish(HttpReply reply, const std::shared_ptr<Trace>& trace) {
  add_common_headers(reply.now, trace->context);
  if (reply.better) {
    reply.better = [this, trace, better = std::move(reply.better)]() -> std::optional<HttpResponse> {
      try {
        auto response = better();
        if (response) add_common_headers(*response, trace->context);
        return response;
      } catch (const std::exception& exception) {
        log_.error("http_poll_failed", {{"request_id", trace->context.request_id}, {"cause", exception.what()}});
        return std::nullopt;
      }
    };
  }
  reply.done = [this, trace](const Exchange& exchange) { record(*trace, exchange); };
  return reply;
}

void Api::record(const Trace& trace, const Exchange& exchange) {
  const double seconds = std::chrono::duration<double>(exchange.took).count();
  const std::string status = std::to_string(exchange.status);
  metrics_.count("curfew_http_requests_total", {{"route", trace.route}, {"status", status}});
  metrics_.observe("curfew_http_request_seconds", seconds, {{"route", trace.route}});
  log_.write(exchange.status >= 500 ? LogLevel::kError : LogLevel::kInfo, "http_request",
             {{"request_id", trace.context.request_id},
              {"method", trace.method},
              {"route", std::string(trace.route)},
              {"status", std::int64_t{exchange.status}},
              {"ms", seconds * 1000},
              {"subject", trace.subject},
              {"address", trace.address},
              {"code", trace.code},
              {"cause", trace.cause}});
}

}  // namespace curfew::http
