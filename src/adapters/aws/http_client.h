// An HTTP/1.1 client over Asio: kept connections, TLS with the machine's or a given CA bundle, a proxy, deadlines.
//
// Asynchronous inside, on one thread of its own; blocking outside. Small enough for the Lambda binary. It neither
// retries (but for a kept connection that the other side had closed before it took a byte) nor follows redirects.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace curfew::aws {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;  // absolute, http or https; its path and query are sent as they are
  Headers headers;  // without Host, Content-Length and Connection
  std::string body;
  Millis deadline = std::chrono::seconds(5);  // from connecting to the last byte
  bool may_use_proxy = true;                  // false: directly, whatever the settings say
};

struct HttpAnswer {
  int status = 0;
  Headers headers;  // names in lower case
  std::string body;
};

struct HttpFailure {
  bool was_sent = true;  // false: surely not a byte of it reached the other side
  std::string cause;     // for operators
};

struct HttpSettings {
  std::optional<std::string> ca_bundle;    // PEM file; absent: the machine's
  std::optional<std::string> http_proxy;   // for http URLs
  std::optional<std::string> https_proxy;  // for https URLs, by CONNECT
  std::vector<std::string> no_proxy;       // hosts, domains (".example.com") and address ranges
  std::size_t most_body_bytes = std::size_t{16} * 1024 * 1024;
};

// From AWS_CA_BUNDLE, HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case.
[[nodiscard]] HttpSettings http_settings_from(const std::map<std::string, std::string>& environment);

class HttpClient {
 public:
  // Errors: kConfiguration for a CA bundle or proxy that cannot be used.
  [[nodiscard]] static Result<std::unique_ptr<HttpClient>> open(const HttpSettings& settings);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();  // ends what is under way as lost

  // Any status is an answer. May be called by many threads at once; never throws.
  [[nodiscard]] std::expected<HttpAnswer, HttpFailure> exchange(const HttpRequest& request);

 private:
  class Impl;
  explicit HttpClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace curfew::aws
