// One connection of the HTTP client, plain or TLS, behind virtual calls, so that Asio's templates are compiled once
// (connection.cc). Used on the client's one thread; failures are values, but for Asio's own cancellation, which is
// thrown by the next co_await.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace boost::asio::ssl {
class context;  // NOLINT(readability-identifier-naming): Asio's
}  // namespace boost::asio::ssl

namespace curfew::aws {

struct Transfer {
  std::size_t bytes = 0;
  boost::system::error_code error;
};

class Connection {
 public:
  virtual ~Connection() = default;

  // At least one byte, or an error: asio::error::eof only where the other side ended the stream properly.
  [[nodiscard]] virtual boost::asio::awaitable<Transfer> read_some(std::span<char> into) = 0;

  // All of it, or an error and how much may have been taken. With TLS, 0 says that the other side cannot have read a
  // byte: a record that arrives in part is not believed.
  [[nodiscard]] virtual boost::asio::awaitable<Transfer> write(std::string_view bytes) = 0;

  // True while the other side has neither closed nor sent anything unasked: what a kept connection must be.
  [[nodiscard]] virtual bool is_quiet() = 0;
};

[[nodiscard]] std::unique_ptr<Connection> plain_connection(boost::asio::ip::tcp::socket socket);

// TLS over `socket`, with a certificate for `host` (a name or an address). The error says what is wrong with it.
[[nodiscard]] boost::asio::awaitable<std::expected<std::unique_ptr<Connection>, std::string>> tls_connection(
    boost::asio::ip::tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> tls, std::string host);

// To a proxy, before there is a Connection: `request`, and the status of the answer; anything but 2xx and every failure
// is an error. Leaves the socket where the tunnel begins.
[[nodiscard]] boost::asio::awaitable<std::expected<void, std::string>> open_tunnel(boost::asio::ip::tcp::socket& socket,
                                                                                   std::string request);

}  // namespace curfew::aws
