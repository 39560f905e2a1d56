#include "adapters/aws/instance_credentials.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "adapters/aws/credential_document.h"
#include "adapters/aws/url.h"

namespace curfew::aws {
namespace {

constexpr const char* kSource = "the instance's role";
constexpr const char* kRoles = "/latest/meta-data/iam/security-credentials/";

struct Service {
  HttpClient& http;
  std::string base;
  Millis deadline;

  // The service lives on a link-local address: no proxy can reach this machine's.
  std::expected<HttpAnswer, HttpFailure> ask(std::string method, const std::string& path, Headers headers) const {
    HttpRequest request{.method = std::move(method), .url = base + path, .headers = std::move(headers)};
    request.deadline = deadline;
    request.may_use_proxy = false;
    return http.exchange(request);
  }
};

Result<std::string> base_url(const Variables& variables) {
  std::string text = variables.text("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  if (text.empty()) {
    const std::string mode = variables.text("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE");
    text = mode == "IPv6" || mode == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
  }
  const auto url = parse_url(text);
  if (!url) return fail(ErrorCode::kConfiguration, "AWS_EC2_METADATA_SERVICE_ENDPOINT is no address.");
  std::string base = url->origin() + url->path;
  while (base.ends_with('/')) base.pop_back();
  return base;
}

Millis deadline(const Variables& variables) {
  const std::string text = variables.text("AWS_METADATA_SERVICE_TIMEOUT");
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool is_good = error == std::errc{} && end == text.data() + text.size();
  return std::chrono::seconds(is_good ? std::clamp(seconds, 1, 30) : 1);
}

std::unexpected<Error> unanswered(const HttpFailure& failure) {
  // A time-out after the request got out is what the hop limit looks like from inside a container.
  if (failure.was_sent) {
    return fail(ErrorCode::kUnavailable, "The instance metadata service gives no token: " + failure.cause +
                                             ". In a container the instance's metadata hop limit must be 2 or more.");
  }
  return fail(ErrorCode::kConfiguration, "there is no instance metadata service: " + failure.cause + ".");
}

Result<Secret> token(const Service& service) {
  const auto answer = service.ask("PUT", "/latest/api/token", {{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}});
  if (!answer) return unanswered(answer.error());
  if (answer->status == 200) return Secret(answer->body);
  return fail(answer->status == 403 ? ErrorCode::kConfiguration : ErrorCode::kUnavailable,
              "The instance metadata service gives no token; it answers " + std::to_string(answer->status) + ".");
}

Result<std::string> text_at(const Service& service, const std::string& path, const Secret& token) {
  const auto answer = service.ask("GET", path, {{"X-aws-ec2-metadata-token", token.reveal()}});
  if (!answer) {
    return fail(ErrorCode::kUnavailable,
                "The instance metadata service does not answer: " + answer.error().cause + ".");
  }
  if (answer->status == 404) return fail(ErrorCode::kConfiguration, "The instance has no role.");
  if (answer->status != 200) {
    return fail(ErrorCode::kUnavailable,
                "The instance metadata service answers " + std::to_string(answer->status) + ".");
  }
  return answer->body;
}

}  // namespace

Result<Credentials> instance_credentials(const Variables& variables, HttpClient& http) {
  if (variables.flag("AWS_EC2_METADATA_DISABLED")) {
    return fail(ErrorCode::kConfiguration, "AWS_EC2_METADATA_DISABLED is set.");
  }
  const auto base = base_url(variables);
  if (!base) return fail(base.error());
  const Service service{.http = http, .base = *base, .deadline = deadline(variables)};
  const auto pass = token(service);
  if (!pass) return fail(pass.error());
  auto roles = text_at(service, kRoles, *pass);
  if (!roles) return fail(std::move(roles.error()));
  const std::string role = roles->substr(0, roles->find_first_of("\r\n"));
  if (role.empty()) return fail(ErrorCode::kConfiguration, "The instance has no role.");
  const auto document = text_at(service, kRoles + percent_encoded(role), *pass);
  if (!document) return fail(document.error());
  return credentials_in(*document, "Token", kSource);
}

}  // namespace curfew::aws
