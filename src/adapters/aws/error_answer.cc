#include "adapters/aws/error_answer.h"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <charconv>

#include "adapters/aws/json_call.h"
#include "adapters/aws/timestamps.h"
#include "adapters/aws/xml.h"

namespace curfew::aws {
namespace {

// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html, and botocore's retry handlers.
constexpr auto kThrottlingCodes = std::to_array<std::string_view>({
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
});

constexpr auto kTimeCodes =
    std::to_array<std::string_view>({"InvalidSignatureException", "RequestExpired", "RequestInTheFuture",
                                     "RequestTimeTooSkewed", "SignatureDoesNotMatch"});

constexpr auto kCredentialCodes = std::to_array<std::string_view>({
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
});

constexpr auto kDenialCodes = std::to_array<std::string_view>(
    {"AuthorizationError", "AuthorizationErrorException", "NotAuthorized", "UnauthorizedOperation"});

template <std::size_t Count>
bool is_in(const std::array<std::string_view, Count>& codes, std::string_view code) {
  return std::ranges::find(codes, code) != codes.end();
}

struct Said {
  std::string code;
  std::string message;
  std::string request_id;
  std::optional<Millis> retry_after;
};

// "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException:http://…" is ConditionalCheckFailedException.
std::string trimmed_code(std::string_view code) {
  code = code.substr(0, code.find(':'));
  code = code.substr(code.rfind('#') + 1);
  return std::string(code);
}

std::string first_of(std::initializer_list<std::optional<std::string>> texts) {
  for (const auto& text : texts) {
    if (text && !text->empty()) return *text;
  }
  return {};
}

Said said_in_json(const HttpAnswer& answer) {
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(answer.body, error);
  const boost::json::object* const object = error ? nullptr : value.if_object();
  const boost::json::object nothing;
  const boost::json::object& body = object == nullptr ? nothing : *object;
  Said said;
  // SQS and CloudWatch speak JSON now and keep the codes of their XML days:
  // "AWS.SimpleQueueService.NonExistentQueue;Sender".
  const std::string query_error = header_in(answer, "x-amzn-query-error");
  said.code =
      trimmed_code(first_of({query_error.substr(0, query_error.find(';')), header_in(answer, "x-amzn-errortype"),
                             text_in(body, "__type"), text_in(body, "code"), text_in(body, "Code")}));
  said.message = first_of({text_in(body, "message"), text_in(body, "Message"), text_in(body, "errorMessage")});
  if (const auto* seconds = body.if_contains("RetryAfterSeconds"); seconds != nullptr && seconds->is_int64()) {
    said.retry_after = std::chrono::seconds(std::clamp<std::int64_t>(seconds->as_int64(), 0, 3600));
  }
  return said;
}

Said said_in_xml(const HttpAnswer& answer) {
  const auto elements = read_xml(answer.body);
  if (!elements) return {};
  return {.code = trimmed_code(first_of({xml_text(*elements, "Error/Code")})),
          .message = first_of({xml_text(*elements, "Error/Message")}),
          .request_id = first_of({xml_text(*elements, "RequestId"), xml_text(*elements, "RequestID")}),
          .retry_after = std::nullopt};
}

// JSON services answer in XML as well, when something in front of them refuses: so the body decides, not the protocol.
Said said_in(const HttpAnswer& answer) {
  const std::size_t begin = answer.body.find_first_not_of(" \t\r\n");
  const bool is_xml = begin != std::string::npos && answer.body[begin] == '<';
  Said said = is_xml ? said_in_xml(answer) : said_in_json(answer);
  if (said.code.empty()) said.code = trimmed_code(header_in(answer, "x-amzn-errortype"));
  return said;
}

// RFC 9110 section 10.2.3, in seconds; AWS never names a date.
std::optional<Millis> retry_after_in(const HttpAnswer& answer) {
  const std::string text = header_in(answer, "retry-after");
  unsigned seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return std::chrono::seconds(std::min(seconds, 3600U));
}

FailureKind kind_of(int status, const std::string& code) {
  if (is_in(kThrottlingCodes, code) || (code.empty() && status == 429)) return FailureKind::kThrottled;
  if (status >= 500 || code.empty()) return FailureKind::kServerError;
  return FailureKind::kRefused;
}

}  // namespace

CallResult read_answer(HttpAnswer answer) {
  std::string request_id = first_of({header_in(answer, "x-amzn-requestid"), header_in(answer, "x-amz-request-id")});
  if (answer.status >= 200 && answer.status <= 299) {
    return Answer{.status = answer.status, .body = std::move(answer.body), .request_id = std::move(request_id)};
  }
  Said said = said_in(answer);
  CallFailure failure;
  failure.kind = kind_of(answer.status, said.code);
  failure.code = std::move(said.code);
  failure.message = std::move(said.message);
  failure.status = answer.status;
  failure.request_id = request_id.empty() ? std::move(said.request_id) : std::move(request_id);
  failure.effect = failure.kind == FailureKind::kServerError ? Effect::kMaybe : Effect::kNone;
  failure.retry_after = said.retry_after ? said.retry_after : retry_after_in(answer);
  if (failure.code.empty()) {
    failure.message = "HTTP status " + std::to_string(answer.status) + " without an AWS error in it";
  }
  failure.body = std::move(answer.body);
  return std::unexpected(std::move(failure));
}

std::string header_in(const HttpAnswer& answer, std::string_view lower_name) {
  const auto found = std::ranges::find(answer.headers, lower_name, &std::pair<std::string, std::string>::first);
  return found == answer.headers.end() ? std::string() : found->second;
}

std::optional<Instant> date_of(const HttpAnswer& answer) { return parse_http_date(header_in(answer, "date")); }

bool is_about_time(const CallFailure& failure) { return is_in(kTimeCodes, failure.code); }

bool is_denied(const CallFailure& failure) {
  return failure.code.starts_with("AccessDenied") || is_in(kDenialCodes, failure.code);
}

bool is_about_credentials(const CallFailure& failure) { return is_in(kCredentialCodes, failure.code); }

}  // namespace curfew::aws
