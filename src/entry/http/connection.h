// One client's byte stream, plain or TLS, behind virtual calls, so that the session is compiled once and Asio's
// templates stay in connection.cc. All operations are awaited on the transport's one thread; at most one read and one
// write at a time. Failures are values, never exceptions.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace boost::asio::ssl {
class context;
}  // namespace boost::asio::ssl

namespace curfew::http {

class Connection {
 public:
  virtual ~Connection() = default;

  // TLS handshake; nothing for plain connections. False when it failed.
  [[nodiscard]] virtual boost::asio::awaitable<bool> open() = 0;

  // At least one byte; 0 at the end of the stream, on a failure, and after cancel().
  [[nodiscard]] virtual boost::asio::awaitable<std::size_t> read_some(std::span<char> into) = 0;

  // Both, in order. False on a failure and after cancel().
  [[nodiscard]] virtual boost::asio::awaitable<bool> write(std::string_view first, std::string_view second) = 0;

  // Tells the other side that nothing more will come (TLS: close_notify). What it still sends can be drained.
  [[nodiscard]] virtual boost::asio::awaitable<void> finish() = 0;

  // Like read_some, below TLS: bytes to throw away.
  [[nodiscard]] virtual boost::asio::awaitable<std::size_t> drain_some(std::span<char> into) = 0;

  // Ends what is being awaited now; the connection stays.
  virtual void cancel() = 0;
  virtual void close() = 0;

  [[nodiscard]] virtual bool is_tls() const = 0;
  // The other end's address without port; empty when it is gone already.
  [[nodiscard]] virtual std::string peer() const = 0;
};

// `tls` may be null: a plain connection. It is kept alive by the connection.
[[nodiscard]] std::unique_ptr<Connection> make_connection(boost::asio::ip::tcp::socket socket,
                                                          std::shared_ptr<boost::asio::ssl::context> tls);

}  // namespace curfew::http
