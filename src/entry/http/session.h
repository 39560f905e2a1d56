// One connection from its acceptance to its end: reads requests, has them answered on the worker pool, writes the
// answers in order. Everything here happens on the transport's one thread; handlers alone run elsewhere. What is sent
// as a stream is in session_stream.cc.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "entry/http/client_address.h"
#include "entry/http/connection.h"
#include "entry/http/message.h"
#include "entry/http/request_reader.h"
#include "entry/http/response_writer.h"
#include "entry/http/worker_pool.h"
#include "ports/clock.h"

namespace curfew::http {

struct TransportLimits {
  ReadLimits read;
  std::chrono::milliseconds receive_timeout{30'000};  // for a head, and for a body, from its first byte; TLS handshake
  std::chrono::milliseconds idle_timeout{60'000};     // between requests
  std::chrono::milliseconds send_timeout{30'000};     // for each 256 KiB of an answer
  std::chrono::milliseconds linger_timeout{2'000};    // for the other side to take the last answer before a close
  std::chrono::milliseconds stream_check{15'000};     // how often a stream is asked whether it may go on
  std::size_t max_connections = 4'096;
};

// What all sessions of a server share; outlives them.
struct SessionContext {
  const TransportLimits& limits;
  const std::vector<AddressRange>& trusted_proxies;
  HttpHandler& handler;
  WorkerPool& pool;
  const Clock& clock;
  bool stopping = false;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  Session(std::unique_ptr<Connection> connection, Listener listener, const SessionContext& context,
          const boost::asio::any_io_executor& executor);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() = default;

  // The session's life. The session must outlive it.
  [[nodiscard]] boost::asio::awaitable<void> run();

  // Ends what is being awaited when its time is over.
  void check_deadline(SteadyTime now);
  // Ends an idle connection and a stream now, and any other after its current answer.
  void stop();
  // Ends the connection now. A handler that runs goes on to its end; its answer is lost.
  void abort();

 private:
  struct Streaming;
  class OpenStream;
  enum class Received : std::uint8_t { kNothing, kRequest, kRefused };

  [[nodiscard]] boost::asio::awaitable<bool> exchange();
  [[nodiscard]] boost::asio::awaitable<Received> receive(RequestReader& reader, Refusal& refusal);
  [[nodiscard]] boost::asio::awaitable<bool> receive_more(RequestReader& reader);
  [[nodiscard]] boost::asio::awaitable<void> serve(HttpRequest& request, HttpReply& reply);
  [[nodiscard]] boost::asio::awaitable<HttpResponse> settle(HttpReply& reply);
  [[nodiscard]] boost::asio::awaitable<bool> send(const HttpResponse& response, bool keep_alive, bool with_body,
                                                  Framing framing);
  [[nodiscard]] boost::asio::awaitable<void> send_stream(const HttpResponse& response, std::shared_ptr<BodyStream> body,
                                                         Framing framing);
  [[nodiscard]] boost::asio::awaitable<bool> send_pieces(BodyStream& body, Framing framing, Streaming& streaming);
  [[nodiscard]] boost::asio::awaitable<bool> send_piece(std::string bytes, Framing framing);
  [[nodiscard]] boost::asio::awaitable<void> watch_client(std::shared_ptr<Streaming> streaming);
  void stop_streaming();
  [[nodiscard]] boost::asio::awaitable<void> say_goodbye();
  [[nodiscard]] boost::asio::awaitable<bool> on_pool(std::function<void()> job);
  [[nodiscard]] boost::asio::awaitable<void> pause(std::chrono::milliseconds time);

  void identify(HttpRequest& request) const;
  void arm(std::chrono::milliseconds time);
  void disarm() { deadline_ = SteadyTime::max(); }

  std::unique_ptr<Connection> connection_;
  const Listener listener_;
  const SessionContext& context_;
  boost::asio::any_io_executor executor_;
  boost::asio::steady_timer pause_;
  std::string peer_;
  std::string buffer_;                    // received and not consumed
  std::shared_ptr<Streaming> streaming_;  // while a stream is being sent
  SteadyTime deadline_ = SteadyTime::max();
  bool expired_ = false;
  bool idle_ = false;     // between requests, nothing received of the next
  bool leaving_ = false;  // the last answer is sent
};

}  // namespace curfew::http
