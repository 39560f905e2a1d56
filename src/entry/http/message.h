// What travels between the transport and the API: plain values, no library types. Header names compare without case
// (RFC 9110 section 5.1); everything else is kept as it was sent.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
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

// A body that comes bit by bit, for as long as somebody reads it. It is made by a handler, read by the transport, and
// destroyed by either as soon as nobody reads it any more, on whatever thread that is; so the transport's owner
// outlives what the body refers to.
class BodyStream {
 public:
  struct Piece {
    std::string bytes;  // may be empty
    bool last = false;  // nothing comes after it: the connection is closed in good order
  };

  virtual ~BodyStream() = default;

  // What has come since the last call, at most some 64 KiB of it; called again until nothing is left. On the
  // transport's thread: must not block and must not throw.
  [[nodiscard]] virtual Piece take() = 0;

  // `wake` is called, from any thread and again and again, when take() may have something; before the first call of
  // this, nobody needs to be woken. It returns at once and calls nothing of the stream. With an empty function this
  // returns only when no wake runs any more and none will.
  virtual void on_more(std::function<void()> wake) = 0;

  // Called about every ServerSettings::stream_check, on the worker pool: may block; must not throw. Here the stream
  // finds out whether it may go on, and gives a sign of life, by which a connection that is dead is noticed. While this
  // waits or runs, nothing is taken. When the pool is full the stream ends instead: what nobody could check is not
  // sent.
  virtual void check() = 0;
};

struct HttpReply {
  HttpResponse now;

  // Where set, the answer is `now` without its body, and then this; the connection ends with it. HEAD gets the head
  // alone. `better` is not asked then. Ends at once when the server stops, when the client leaves, when it sends more
  // than some 64 KiB meanwhile, and when it does not take a piece within the send timeout.
  std::shared_ptr<BodyStream> stream;

  // Where a better answer may come soon: asked on the worker pool, soon and then less and less often, down to twice a
  // second, until it gives one or `wait` has passed; then `now` is sent. No thread is held meanwhile. May be empty.
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
