#include "adapters/aws/container_credentials.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <string>

#include "adapters/aws/credential_document.h"
#include "adapters/aws/text_file.h"
#include "adapters/aws/url.h"

namespace curfew::aws {
namespace {

constexpr const char* kSource = "the container's role";
constexpr const char* kEcsService = "http://169.254.170.2";

// Where plain HTTP is allowed: this machine, ECS, and EKS Pod Identity (both kinds of address).
bool is_local(const std::string& host) {
  static constexpr std::array<std::string_view, 3> kServices = {"169.254.170.2", "169.254.170.23", "fd00:ec2::23"};
  if (host == "localhost" || std::ranges::find(kServices, host) != kServices.end()) return true;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  return !error && address.is_loopback();
}

Result<Url> address(const Variables& variables) {
  const std::string relative = variables.text("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const std::string full = variables.text("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  const auto url = parse_url(relative.empty() ? full : kEcsService + relative);
  if (!url || url->host.empty() || (!relative.empty() && !relative.starts_with('/'))) {
    return fail(
        ErrorCode::kConfiguration,
        "AWS_CONTAINER_CREDENTIALS_" + std::string(relative.empty() ? "FULL" : "RELATIVE") + "_URI is no address.");
  }
  if (!url->is_tls && !is_local(url->host)) {
    return fail(ErrorCode::kConfiguration, "AWS_CONTAINER_CREDENTIALS_FULL_URI leads to " + url->host +
                                               ", which is neither https nor an address of this machine's or of AWS's "
                                               "container services.");
  }
  return *url;
}

// Read anew each time: EKS renews the file.
Result<Secret> token(const Variables& variables) {
  Secret token(variables.text("AWS_CONTAINER_AUTHORIZATION_TOKEN"));
  if (const std::string file = variables.text("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"); !file.empty()) {
    auto text = read_text_file(file);
    if (!text) return fail(std::move(text.error()));
    token = Secret(*std::move(text));
  }
  if (token.reveal().find_first_of("\r\n") != std::string::npos) {
    return fail(ErrorCode::kConfiguration, "The container's authorization token holds a line break.");
  }
  return token;
}

}  // namespace

bool has_container_credentials(const Variables& variables) {
  return !variables.text("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").empty() ||
         !variables.text("AWS_CONTAINER_CREDENTIALS_FULL_URI").empty();
}

Result<Credentials> container_credentials(const Variables& variables, HttpClient& http) {
  const auto url = address(variables);
  if (!url) return fail(url.error());
  const auto authorization = token(variables);
  if (!authorization) return fail(authorization.error());
  HttpRequest request{.url = url->origin() + url->target(), .headers = {{"Accept", "application/json"}}};
  if (!authorization->empty()) request.headers.emplace_back("Authorization", authorization->reveal());
  request.may_use_proxy = url->is_tls && !is_local(url->host);
  request.deadline = std::chrono::seconds(2);
  const auto answer = http.exchange(request);
  if (!answer) {
    return fail(ErrorCode::kUnavailable, "The container's role cannot be asked for at " + url->host_and_port() + ": " +
                                             answer.error().cause + ".");
  }
  if (answer->status != 200) {
    return fail(ErrorCode::kUnavailable, "The container's role cannot be had: " + url->host_and_port() + " answers " +
                                             std::to_string(answer->status) + ".");
  }
  return credentials_in(answer->body, "Token", kSource);
}

}  // namespace curfew::aws
