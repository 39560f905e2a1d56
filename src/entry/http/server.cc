#include "entry/http/server.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <exception>
#include <unordered_set>
#include <utility>

#include "entry/http/connection.h"
#include "entry/http/response_writer.h"
#include "entry/http/session.h"
#include "entry/http/worker_pool.h"

namespace curfew::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kAcceptPause{100};
constexpr std::size_t kSpareForMetrics = 16;

Result<tcp::endpoint> parse_listen(const std::string& text) {
  const auto bad = [&] {
    return fail(ErrorCode::kConfiguration,
                "\"" + text + "\" is nothing to listen on; write an address and a port, as in 127.0.0.1:8080.");
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return bad();
  std::string host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  error_code error;
  const asio::ip::address address = asio::ip::make_address(host, error);
  if (error || address.is_v6() != bracketed) return bad();
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data() + colon + 1, end, port);
  if (problem != std::errc{} || rest != end) return bad();
  return tcp::endpoint(address, port);
}

Result<tcp::acceptor> listen_on(asio::io_context& io, const std::string& text) {
  const auto endpoint = parse_listen(text);
  if (!endpoint) return fail(endpoint.error());
  tcp::acceptor acceptor(io);
  error_code error;
  acceptor.open(endpoint->protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(*endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return fail(ErrorCode::kUnavailable, "Cannot listen on " + text + ": " + error.message() + ".");
  return acceptor;
}

TransportLimits limits_of(const ServerSettings& settings) {
  TransportLimits limits;
  limits.read.body_bytes = settings.body_bytes;
  limits.receive_timeout = settings.receive_timeout;
  limits.idle_timeout = settings.idle_timeout;
  limits.send_timeout = settings.send_timeout;
  limits.stream_check = settings.stream_check;
  limits.max_connections = settings.max_connections;
  return limits;
}

// Deadlines are looked at this often: fine enough for the shortest of them.
milliseconds tick_of(const TransportLimits& limits) {
  const milliseconds shortest = std::min({limits.receive_timeout, limits.idle_timeout, limits.send_timeout});
  return std::clamp(shortest / 4, milliseconds(5), milliseconds(500));
}

}  // namespace

class Server::Impl {
 public:
  Impl(const ServerSettings& settings, HttpHandler& handler, const Clock& clock, Log& log, Metrics& metrics)
      : settings_(settings),
        limits_(limits_of(settings)),
        log_(log),
        metrics_(metrics),
        main_(io_),
        metrics_listener_(io_),
        ticker_(io_),
        drain_(io_),
        pool_(settings.workers, settings.queue_limit),
        context_{.limits = limits_,
                 .trusted_proxies = settings_.trusted_proxies,
                 .handler = handler,
                 .pool = pool_,
                 .clock = clock} {}

  [[nodiscard]] Status open();
  void run();
  void stop() {
    asio::post(io_, [this] { begin_stop(); });
  }
  [[nodiscard]] Status reload_certificate();
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::optional<std::uint16_t> metrics_port() const { return metrics_port_; }

 private:
  asio::awaitable<void> accept_from(tcp::acceptor& acceptor, Listener listener);
  void admit(tcp::socket socket, Listener listener);
  void turn_away(tcp::socket& socket);
  void start_session(std::unique_ptr<Connection> connection, Listener listener);
  void forget(const std::shared_ptr<Session>& session);
  void tick();
  void begin_stop();
  void abort_all();
  void end_when_empty();

  const ServerSettings settings_;
  const TransportLimits limits_;
  Log& log_;
  Metrics& metrics_;
  asio::io_context io_{1};  // one thread runs it: nothing below needs a lock
  tcp::acceptor main_;
  tcp::acceptor metrics_listener_;
  std::uint16_t port_ = 0;
  std::optional<std::uint16_t> metrics_port_;
  asio::steady_timer ticker_;
  asio::steady_timer drain_;
  std::shared_ptr<asio::ssl::context> tls_;
  std::unordered_set<std::shared_ptr<Session>> sessions_;
  WorkerPool pool_;  // after io_: its last jobs still post to it
  SessionContext context_;
};

Status Server::Impl::open() {
  if (settings_.tls) {
    auto tls = make_tls_context(*settings_.tls);
    if (!tls) return fail(tls.error());
    tls_ = std::move(*tls);
  }
  auto main = listen_on(io_, settings_.listen);
  if (!main) return fail(main.error());
  main_ = std::move(*main);
  port_ = main_.local_endpoint().port();
  if (settings_.metrics_listen.empty()) return {};
  auto metrics = listen_on(io_, settings_.metrics_listen);
  if (!metrics) return fail(metrics.error());
  metrics_listener_ = std::move(*metrics);
  metrics_port_ = metrics_listener_.local_endpoint().port();
  return {};
}

void Server::Impl::run() {
  asio::co_spawn(io_, accept_from(main_, Listener::kMain), asio::detached);
  if (metrics_listener_.is_open()) {
    asio::co_spawn(io_, accept_from(metrics_listener_, Listener::kMetrics), asio::detached);
  }
  tick();
  io_.run();
}

Status Server::Impl::reload_certificate() {
  if (!settings_.tls) return {};
  auto tls = make_tls_context(*settings_.tls);
  if (!tls) return fail(tls.error());
  asio::post(io_, [this, fresh = std::move(*tls)] { tls_ = fresh; });
  return {};
}

asio::awaitable<void> Server::Impl::accept_from(tcp::acceptor& acceptor, Listener listener) {
  while (!context_.stopping) {
    error_code error;
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (context_.stopping) co_return;
    if (!error) {
      admit(std::move(socket), listener);
      continue;
    }
    // Most likely out of file descriptors: wait for connections to end instead of spinning.
    log_.warning("http_accept_failed", {{"cause", error.message()}});
    asio::steady_timer pause(io_, kAcceptPause);
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

void Server::Impl::admit(tcp::socket socket, Listener listener) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  // The metrics listener has some to itself, for whoever wants to see why the other one is full.
  const std::size_t spare = listener == Listener::kMetrics ? kSpareForMetrics : 0;
  if (sessions_.size() >= limits_.max_connections + spare) return turn_away(socket);
  start_session(make_connection(std::move(socket), listener == Listener::kMain ? tls_ : nullptr), listener);
}

// As much of an answer as goes without waiting; a TLS client only sees the connection close.
void Server::Impl::turn_away(tcp::socket& socket) {
  metrics_.count("curfew_http_connections_refused_total");
  if (tls_ != nullptr) return;
  const HttpReply reply = context_.handler.refuse(Refusal::kBusy, {});
  const std::string head = render_head(reply.now, false, floor_seconds(context_.clock.now()));
  const std::string answer = head + reply.now.body;
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(answer), ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void Server::Impl::start_session(std::unique_ptr<Connection> connection, Listener listener) {
  auto session = std::make_shared<Session>(std::move(connection), listener, context_, io_.get_executor());
  sessions_.insert(session);
  metrics_.set("curfew_http_connections", static_cast<double>(sessions_.size()));
  asio::co_spawn(io_, session->run(), [this, session](const std::exception_ptr& failure) {
    // Operations report failures as values, so this is memory running out; the connection goes, the server stays.
    if (failure) log_.error("http_session_failed");
    forget(session);
  });
}

void Server::Impl::forget(const std::shared_ptr<Session>& session) {
  sessions_.erase(session);
  metrics_.set("curfew_http_connections", static_cast<double>(sessions_.size()));
  end_when_empty();
}

void Server::Impl::tick() {
  ticker_.expires_after(tick_of(limits_));
  ticker_.async_wait([this](const error_code& error) {
    if (error) return;
    const auto now = steady_clock::now();
    for (const auto& session : sessions_) session->check_deadline(now);
    tick();
  });
}

void Server::Impl::begin_stop() {
  if (std::exchange(context_.stopping, true)) return;
  error_code ignored;
  main_.close(ignored);
  metrics_listener_.close(ignored);
  for (const auto& session : sessions_) session->stop();
  drain_.expires_after(settings_.drain_timeout);
  drain_.async_wait([this](const error_code& error) {
    if (!error) abort_all();
  });
  end_when_empty();
}

void Server::Impl::abort_all() {
  if (!sessions_.empty()) {
    log_.warning("http_drain_timed_out", {{"connections", static_cast<std::int64_t>(sessions_.size())}});
  }
  for (const auto& session : sessions_) session->abort();
}

// Timers are all that is left then; without them run() returns.
void Server::Impl::end_when_empty() {
  if (!context_.stopping || !sessions_.empty()) return;
  ticker_.cancel();
  drain_.cancel();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(const ServerSettings& settings, HttpHandler& handler, const Clock& clock,
                                             Log& log, Metrics& metrics) {
  auto impl = std::make_unique<Impl>(settings, handler, clock, log, metrics);
  if (auto opened = impl->open(); !opened) return fail(opened.error());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

void Server::run() { impl_->run(); }
void Server::stop() { impl_->stop(); }
Status Server::reload_certificate() { return impl_->reload_certificate(); }
std::uint16_t Server::port() const { return impl_->port(); }
std::optional<std::uint16_t> Server::metrics_port() const { return impl_->metrics_port(); }

}  // namespace curfew::http
