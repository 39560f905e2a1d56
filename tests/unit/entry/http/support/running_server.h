// A server on a port of the system's choice with its own thread, for as long as the object lives.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "entry/http/server.h"
#include "support/fake_clock.h"
#include "support/recording_telemetry.h"

namespace curfew::http::test {

// A handler made of a function; refusals are answered with their status's number as the body.
class FunctionHandler final : public HttpHandler {
 public:
  explicit FunctionHandler(std::function<HttpReply(const HttpRequest&)> function) : function_(std::move(function)) {}

  [[nodiscard]] HttpReply handle(const HttpRequest& request) override { return function_(request); }
  [[nodiscard]] HttpReply refuse(Refusal refusal, const HttpRequest&) override {
    return {.now = {.status = status_of(refusal), .headers = {}, .body = std::to_string(status_of(refusal))}};
  }

 private:
  static int status_of(Refusal refusal) {
    switch (refusal) {
      case Refusal::kMalformed: return 400;
      case Refusal::kTimedOut: return 408;
      case Refusal::kBodyTooLarge: return 413;
      case Refusal::kExpectation: return 417;
      case Refusal::kHeaderTooLarge: return 431;
      case Refusal::kNotImplemented: return 501;
      case Refusal::kBusy: return 503;
      case Refusal::kVersion: return 505;
    }
    return 500;
  }

  std::function<HttpReply(const HttpRequest&)> function_;
};

inline HttpReply reply(int status, std::string body) {
  return {.now = {.status = status, .headers = {}, .body = std::move(body)}};
}

class RunningServer {
 public:
  RunningServer(ServerSettings settings, HttpHandler& handler) {
    settings.listen = "127.0.0.1:0";
    auto opened = Server::open(settings, handler, clock_, log_, metrics_);
    if (!opened) throw std::runtime_error(opened.error().public_text);
    server_ = std::move(*opened);
    thread_ = std::thread([this] { server_->run(); });
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;
  ~RunningServer() {
    server_->stop();
    join();
  }

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] Server& server() { return *server_; }
  [[nodiscard]] curfew::test::RecordingMetrics& metrics() { return metrics_; }
  void join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  curfew::test::FakeClock clock_;
  curfew::test::RecordingLog log_;
  curfew::test::RecordingMetrics metrics_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace curfew::http::test
