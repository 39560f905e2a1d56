#include "adapters/aws/connector.h"

#include <openssl/ssl.h>

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

namespace curfew::aws {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

using Addresses = std::vector<tcp::endpoint>;
template <class T>
using Step = asio::awaitable<std::expected<T, std::string>>;

// RFC 9325 section 4.2; AWS's endpoints offer no less.
constexpr const char* kTls12Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!SHA1";

// TLS 1.2 or newer, and HTTP/1.1 by ALPN (RFC 7301).
std::shared_ptr<ssl::context> make_tls() {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
  SSL_CTX* const handle = context->native_handle();
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_options(handle, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_cipher_list(handle, kTls12Ciphers);
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);  // a connection at rest needs no record buffers
  static constexpr std::array<unsigned char, 9> kProtocols{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  SSL_CTX_set_alpn_protos(handle, kProtocols.data(), kProtocols.size());
  return context;
}

Step<Addresses> addresses_of(asio::any_io_executor executor, std::string host, std::uint16_t port) {
  error_code error;
  const asio::ip::address address = asio::ip::make_address(host, error);
  if (!error) co_return Addresses{tcp::endpoint(address, port)};
  tcp::resolver resolver(executor);
  const auto found =
      co_await resolver.async_resolve(host, std::to_string(port), asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return std::unexpected("the name " + host + " cannot be resolved: " + error.message());
  Addresses addresses;
  for (const auto& entry : found) addresses.push_back(entry.endpoint());
  co_return addresses;
}

// A try to connect, shared with the timer that may end it: whichever comes second must still find it.
struct Try {
  tcp::socket socket;
  bool is_late = false;
};

asio::awaitable<error_code> connect_within(std::shared_ptr<Try> attempt, tcp::endpoint address, Millis patience) {
  asio::steady_timer timer(attempt->socket.get_executor(), patience);
  timer.async_wait([attempt](const error_code& cancelled) {
    if (cancelled) return;
    attempt->is_late = true;
    error_code ignored;
    attempt->socket.close(ignored);
  });
  error_code error;
  co_await attempt->socket.async_connect(address, asio::redirect_error(asio::use_awaitable, error));
  co_return attempt->is_late ? error_code(asio::error::timed_out) : error;
}

// One address after the other, so that a host with one dead address (most often an IPv6 one) is still reached.
Step<tcp::socket> connected_socket(asio::any_io_executor executor, std::string host, std::uint16_t port,
                                   Millis patience) {
  auto addresses = co_await addresses_of(executor, host, port);
  if (!addresses) co_return std::unexpected(std::move(addresses.error()));
  error_code error = asio::error::host_not_found;
  for (const tcp::endpoint& address : *addresses) {
    auto attempt = std::make_shared<Try>(tcp::socket(executor));
    error = co_await connect_within(attempt, address, patience / static_cast<int>(addresses->size()));
    if (error) continue;
    attempt->socket.set_option(tcp::no_delay(true), error);
    co_return std::move(attempt->socket);
  }
  co_return std::unexpected("no connection to " + host + " port " + std::to_string(port) + ": " + error.message());
}

std::string tunnel_request(const Route& route) {
  const std::string to = route.url.host_and_port();
  std::string request = "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n";
  if (!route.proxy->authorization.empty()) {
    request += "Proxy-Authorization: " + route.proxy->authorization.reveal() + "\r\n";
  }
  return request + "\r\n";
}

}  // namespace

std::string Route::place() const {
  // Requests of one host through a plain proxy may share their connections with those of another; they need not.
  const std::string through = proxy == nullptr ? "" : " by " + proxy->host + ":" + std::to_string(proxy->port);
  return (url.is_tls ? "https://" : "http://") + url.host_and_port() + through;
}

Status Connector::open(const std::optional<std::string>& ca_bundle) {
  if (!ca_bundle) return {};
  auto context = make_tls();
  error_code error;
  context->load_verify_file(*ca_bundle, error);
  if (error) {
    return fail(ErrorCode::kConfiguration,
                "The CA bundle " + *ca_bundle + " cannot be used: " + error.message() + ". It must be a PEM file.");
  }
  tls_ = std::move(context);
  return {};
}

// The machine's CAs take tens of milliseconds to load: not before something wants them.
std::shared_ptr<ssl::context> Connector::tls() {
  if (tls_ == nullptr) {
    tls_ = make_tls();
    error_code ignored;  // without them no certificate verifies, and that is said where it matters
    tls_->set_default_verify_paths(ignored);
  }
  return tls_;
}

Step<std::unique_ptr<Connection>> Connector::connect(Route route, Millis patience) {
  const Proxy* const proxy = route.proxy;
  auto socket = co_await connected_socket(executor_, proxy != nullptr ? proxy->host : route.url.host,
                                          proxy != nullptr ? proxy->port : route.url.port, patience);
  if (!socket) co_return std::unexpected((proxy != nullptr ? "HTTP proxy: " : "") + socket.error());
  if (!route.url.is_tls) co_return plain_connection(*std::move(socket));
  if (proxy != nullptr) {
    const auto tunnel = co_await open_tunnel(*socket, tunnel_request(route));
    if (!tunnel) {
      co_return std::unexpected("the HTTP proxy " + proxy->host + " gives no way to " + route.url.host + ": " +
                                tunnel.error());
    }
  }
  auto connection = co_await tls_connection(*std::move(socket), tls(), route.url.host);
  if (!connection) co_return std::unexpected("no safe connection to " + route.url.host + ": " + connection.error());
  co_return connection;
}

}  // namespace curfew::aws
