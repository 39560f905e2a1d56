// A small HTTP/1.1 server on 127.0.0.1 for tests of clients: real sockets, real TLS, and connections that can be told
// to break at any point.
//
// A request with a header X-Answer-Early is answered before its body is read. Serves connections at the same time, each
// on a thread of its own, until it is destroyed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/test_certificate.h"

namespace curfew::test {

struct ServedRequest {
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  int connection = 0;  // they are counted from 1

  // Empty when it is missing.
  [[nodiscard]] std::string header(const std::string& lower_name) const;
};

enum class Afterwards : std::uint8_t {
  kGoOn,   // the connection takes another request
  kClose,  // properly
  kReset,  // as when a machine dies
  kHold    // says nothing more, until the client has gone
};

struct ServedAnswer {
  std::string bytes;  // as they are sent
  Afterwards afterwards = Afterwards::kGoOn;
  std::optional<std::uint16_t> tunnel_to = std::nullopt;  // of 127.0.0.1: what comes from now on goes there and back
};

// With Content-Length.
[[nodiscard]] ServedAnswer http_answer(int status, const std::string& body,
                                       const std::vector<std::pair<std::string, std::string>>& headers = {});
// Not a byte.
[[nodiscard]] inline ServedAnswer no_answer(Afterwards afterwards) { return {.bytes = {}, .afterwards = afterwards}; }

class HttpServer {
 public:
  // Called on many threads at once.
  using Handler = std::function<ServedAnswer(const ServedRequest&)>;

  explicit HttpServer(Handler handler, std::optional<TestCertificate> certificate = std::nullopt);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  HttpServer(HttpServer&&) = delete;
  HttpServer& operator=(HttpServer&&) = delete;
  ~HttpServer();

  [[nodiscard]] std::uint16_t port() const;
  // "http://127.0.0.1:port", or https with a certificate.
  [[nodiscard]] std::string url() const;
  // In order of arrival.
  [[nodiscard]] std::vector<ServedRequest> requests() const;
  [[nodiscard]] int connections() const;
  // Ends every connection that is open now, and returns when they are closed.
  void close_connections();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace curfew::test
