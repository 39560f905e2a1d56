// The HTTP/1.1 server: listens, keeps connections within bounds, ends gracefully. Asynchronous inside, on the one
// thread that calls run(); handlers run on a bounded pool. What is answered is the handler's business alone.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "entry/http/client_address.h"
#include "entry/http/message.h"
#include "entry/http/tls.h"
#include "ports/clock.h"
#include "ports/telemetry.h"

namespace curfew::http {

struct ServerSettings {
  std::string listen = "127.0.0.1:8080";  // address:port; [::1]:8080; port 0 lets the system choose
  std::string metrics_listen;             // plain HTTP; empty: /metrics on `listen`, for this machine only
  std::optional<TlsFiles> tls;            // of `listen`
  std::vector<AddressRange> trusted_proxies;
  std::size_t body_bytes = std::size_t{64} * 1024;
  std::size_t max_connections = 4'096;
  std::size_t workers = 64;                           // threads that handlers block
  std::size_t queue_limit = 4'096;                    // requests that wait for one; more are answered 503
  std::chrono::milliseconds receive_timeout{30'000};  // a slow head or body: 408
  std::chrono::milliseconds idle_timeout{60'000};     // a kept connection without a request
  std::chrono::milliseconds send_timeout{30'000};     // a client that does not take its answer
  std::chrono::milliseconds drain_timeout{10'000};    // after stop(): for what runs
  std::chrono::milliseconds stream_check{15'000};     // how often a stream shows that it may go on, and lives
};

class Server {
 public:
  // Listens, but accepts nobody before run(). `handler`, `clock`, `log` and `metrics` must outlive the server.
  // Errors: kConfiguration (address, certificate), kUnavailable (the port is taken).
  [[nodiscard]] static Result<std::unique_ptr<Server>> open(const ServerSettings& settings, HttpHandler& handler,
                                                            const Clock& clock, Log& log, Metrics& metrics);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // not while run() runs

  // Serves on the calling thread until stop() has done its work. Once.
  void run();

  // Asks run() to end: nobody new is accepted, idle connections close, streams end, what runs is answered within
  // `drain_timeout`, then everything is closed. From any thread (but no signal handler); again is harmless.
  void stop();

  // Reads certificate and key anew for the connections to come. From any thread. Errors: kConfiguration; the old ones
  // stay in use. Without TLS: success.
  [[nodiscard]] Status reload_certificate();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::optional<std::uint16_t> metrics_port() const;

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace curfew::http
