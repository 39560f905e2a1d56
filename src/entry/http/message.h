// What travels between the transport and the API: plain values, no library types. Header names compare without case
// (RFC 9110 section 5.1); everything else is kept as it was sent.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::http {

struct Header {
  std::string name;
  std::string value;  // without surrounding blanks
};

// Media types of bodies that come and go; AWS's own is that of the user-pool protocol.
inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kAwsJsonType = "application/x-amz-json-1.1";

// Which of the server's sockets a request came in by.
enum class Listener : std::uint8_t { kMain, kMetrics };

struct HttpRequest {
  std::string method;  // as sent; case-sensitive
  std::string path;    // "/requests/…", still percent-encoded; "*" only with OPTIONS
  std::string query;   // what follows '?', without it
  std::vector<Header> headers;
  std::string body;
  std::string address;    // the client's, through trusted proxies; see client_address.h
  bool loopback = false;  // the client itself is on this machine, and nothing says it speaks for another
  bool tls = false;
  Listener listener = Listener::kMain;
};

struct HttpResponse {
  int status = 500;
  std::vector<Header> headers;  // Content-Length, Connection and Date are the transport's
  std::string body;
};

// How an exchange went, for the access log and the metrics.
struct Exchange {
  int status = 0;
  std::chrono::steady_clock::duration took{};
};

struct HttpReply {
  HttpResponse now;

  // Where a better answer may come soon: asked about every 100 ms, on the worker pool, until it gives one or `wait` has
  // passed; then `now` is sent. No thread is held meanwhile. May be empty.
  std::function<std::optional<HttpResponse>()> better;
  std::chrono::milliseconds wait{0};

  // Called once, on the transport's thread, when the answer is known: must be quick. May be empty.
  std::function<void(const Exchange&)> done;
};

// Why the transport itself turned something away.
enum class Refusal : std::uint8_t {
  kMalformed,       // 400
  kTimedOut,        // 408
  kBodyTooLarge,    // 413
  kExpectation,     // 417
  kHeaderTooLarge,  // 431
  kNotImplemented,  // 501: a transfer coding other than chunked
  kBusy,            // 503: no worker is free and the queue is full
  kVersion          // 505
};

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;

  // Answers one request. May block; called on the worker pool, by several threads at the same time. Must not throw.
  [[nodiscard]] virtual HttpReply handle(const HttpRequest& request) = 0;

  // The answer to something that is no request or cannot be served. Called on the transport's thread: must be quick
  // and must not throw. Of the request, only what was read before the refusal is set.
  [[nodiscard]] virtual HttpReply refuse(Refusal refusal, const HttpRequest& request) = 0;
};

// Equal without regard to ASCII case.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);

// The first header of that name; null when there is none.
[[nodiscard]] const std::string* find_header(const std::vector<Header>& headers, std::string_view name);
[[nodiscard]] std::size_t count_headers(const std::vector<Header>& headers, std::string_view name);

// "Not Found"; the phrases of RFC 9110 section 15.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace curfew::http
