#include "entry/http/response_headers.h"

#include <algorithm>
#include <string_view>

namespace curfew::http {
namespace {

constexpr std::string_view kPreflightSeconds = "600";

void add(HttpResponse& response, std::string_view name, std::string_view value) {
  response.headers.push_back({.name = std::string(name), .value = std::string(value)});
}

void add_missing(HttpResponse& response, std::string_view name, std::string_view value) {
  if (find_header(response.headers, name) == nullptr) add(response, name, value);
}

}  // namespace

void add_common_headers(HttpResponse& response, const AnswerContext& context) {
  add(response, "X-Request-Id", context.request_id);
  add(response, "X-Content-Type-Options", "nosniff");
  add(response, "Referrer-Policy", "no-referrer");
  add_missing(response, "Cache-Control", "no-store");
  add_missing(response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  if (context.secure) add(response, "Strict-Transport-Security", "max-age=31536000");
  add(response, "Vary", "Origin");
  if (context.allowed_origin.empty()) return;
  add(response, "Access-Control-Allow-Origin", context.allowed_origin);
  add(response, "Access-Control-Expose-Headers", "Date, X-Request-Id, Retry-After, x-amzn-ErrorType");
}

HttpResponse options_answer(const std::string& allowed_methods, const AnswerContext& context) {
  HttpResponse response{.status = 204, .headers = {}, .body = {}};
  add(response, "Allow", allowed_methods + ", OPTIONS");
  if (context.allowed_origin.empty()) return response;
  add(response, "Access-Control-Allow-Methods", allowed_methods);
  add(response, "Access-Control-Allow-Headers",
      "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Amz-Target, X-Amz-User-Agent");
  add(response, "Access-Control-Max-Age", kPreflightSeconds);
  return response;
}

std::string allowed_origin(const HttpRequest& request, const std::vector<std::string>& allowed_origins) {
  const std::string* origin = find_header(request.headers, "Origin");
  const bool allowed = origin != nullptr && std::ranges::find(allowed_origins, *origin) != allowed_origins.end();
  return allowed ? *origin : std::string{};
}

}  // namespace curfew::http
