#include "entry/http/answers.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <utility>

namespace curfew::http {
namespace {

namespace json = boost::json;

constexpr int kRetryAfterSeconds = 5;

struct RefusalAnswer {
  int status;
  ErrorCode code;
  std::string_view text;
};

RefusalAnswer answer_for(Refusal refusal) {
  switch (refusal) {
    case Refusal::kMalformed: return {400, ErrorCode::kInvalid, "This is no well-formed HTTP/1.1 request."};
    case Refusal::kTimedOut: return {408, ErrorCode::kInvalid, "The request did not arrive in time. Send it again."};
    case Refusal::kBodyTooLarge: return {413, ErrorCode::kTooLarge, "The body is larger than this server accepts."};
    case Refusal::kExpectation: return {417, ErrorCode::kInvalid, "Of expectations only 100-continue can be met."};
    case Refusal::kHeaderTooLarge:
      return {431, ErrorCode::kTooLarge, "The address and the headers together may have 16 KiB at most."};
    case Refusal::kNotImplemented: return {501, ErrorCode::kInvalid, "Of transfer codings only chunked is understood."};
    case Refusal::kBusy: return {503, ErrorCode::kUnavailable, "The server is busy. Try again in a few seconds."};
    case Refusal::kVersion: return {505, ErrorCode::kInvalid, "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
  }
  return {400, ErrorCode::kInvalid, "This is no well-formed HTTP/1.1 request."};
}

HttpResponse error_body(int status, std::string_view text, ErrorCode code) {
  return json_answer(status, {{"error", text}, {"code", word(code)}});
}

// NOLINTBEGIN(modernize-return-braced-init-list): braces would make a JSON array of it.
struct ToJson {
  json::value operator()(const std::string& text) const { return json::value(text); }
  json::value operator()(std::int64_t number) const { return json::value(number); }
  json::value operator()(const std::vector<std::string>& list) const {
    return json::value(json::array(list.begin(), list.end()));
  }
};
// NOLINTEND(modernize-return-braced-init-list)

}  // namespace

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
    case ErrorCode::kPolicy:
    case ErrorCode::kUnknownUser: return 400;
    case ErrorCode::kUnauthenticated: return 401;
    case ErrorCode::kForbidden:
    case ErrorCode::kSelfApproval:
    case ErrorCode::kIdentityMismatch: return 403;
    case ErrorCode::kNotFound: return 404;
    case ErrorCode::kMethodNotAllowed: return 405;
    case ErrorCode::kAlreadyDecided:
    case ErrorCode::kEnded:
    case ErrorCode::kExpired:
    case ErrorCode::kStandingAccess:
    case ErrorCode::kCatalogChanged:
    case ErrorCode::kAssignmentBlocked:
    case ErrorCode::kTooManyLeases:
    case ErrorCode::kIdempotencyConflict:
    case ErrorCode::kConflict: return 409;
    case ErrorCode::kTooLarge: return 413;
    case ErrorCode::kUnsupportedMedia: return 415;
    case ErrorCode::kTooManyRequests: return 429;
    case ErrorCode::kUnavailable: return 503;
    case ErrorCode::kRefusedOutside:
    case ErrorCode::kDamaged:
    case ErrorCode::kConfiguration:
    case ErrorCode::kInternal: return 500;
  }
  return 500;
}

HttpResponse error_answer(const Error& error, std::string_view request_id) {
  const int status = status_of(error.code);
  const std::string hidden = "Something went wrong in the server. Tell its administrator the id of this request, " +
                             std::string(request_id) + ".";
  HttpResponse response = error_body(status, status == 500 ? hidden : error.public_text, error.code);
  if (status == 401) response.headers.push_back({.name = "WWW-Authenticate", .value = "Bearer"});
  if (status == 429 || status == 503) {
    const int seconds = error.retry_after_seconds > 0 ? error.retry_after_seconds : kRetryAfterSeconds;
    response.headers.push_back({.name = "Retry-After", .value = std::to_string(seconds)});
  }
  return response;
}

HttpResponse error_answer(Refusal refusal) {
  const RefusalAnswer answer = answer_for(refusal);
  HttpResponse response = error_body(answer.status, answer.text, answer.code);
  if (refusal == Refusal::kBusy) {
    response.headers.push_back({.name = "Retry-After", .value = std::to_string(kRetryAfterSeconds)});
  }
  return response;
}

std::string_view word_of(Refusal refusal) { return word(answer_for(refusal).code); }

HttpResponse json_answer(int status, const json::object& body) {
  return text_answer(status, kJsonType, json::serialize(body));
}

HttpResponse text_answer(int status, std::string_view content_type, std::string body) {
  return {.status = status,
          .headers = {{.name = "Content-Type", .value = std::string(content_type)}},
          .body = std::move(body)};
}

json::object to_json(const Attributes& attributes) {
  json::object object;
  for (const auto& [name, value] : attributes) object.emplace(name, std::visit(ToJson{}, value));
  return object;
}

}  // namespace curfew::http
