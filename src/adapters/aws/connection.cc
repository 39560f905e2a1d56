#include "adapters/aws/connection.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <utility>

#include "adapters/aws/answer_reader.h"

namespace curfew::aws {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kReadSlice = 16384;

template <class Stream>
asio::awaitable<Transfer> read_from(Stream& stream, std::span<char> into) {
  Transfer transfer;
  transfer.bytes = co_await stream.async_read_some(asio::buffer(into.data(), into.size()),
                                                   asio::redirect_error(asio::use_awaitable, transfer.error));
  co_return transfer;
}

template <class Stream>
asio::awaitable<Transfer> write_to(Stream& stream, std::string_view bytes) {
  Transfer transfer;
  transfer.bytes = co_await asio::async_write(stream, asio::buffer(bytes),
                                              asio::redirect_error(asio::use_awaitable, transfer.error));
  co_return transfer;
}

// Nothing to read and no end in sight. A TLS session ticket that comes late counts as something: it costs a connection.
bool nothing_came(tcp::socket& socket) {
  char byte = 0;
  const auto count = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

// Whose certificate the other side must have (RFC 9110 section 4.3.4); a name is also sent (RFC 6066 section 3).
bool expect(SSL* handle, const std::string& host) {
  error_code error;
  asio::ip::make_address(host, error);
  if (!error) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), host.c_str()) == 1;
  SSL_set_hostflags(handle, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return SSL_set1_host(handle, host.c_str()) == 1 && SSL_set_tlsext_host_name(handle, host.c_str()) == 1;
}

class PlainConnection final : public Connection {
 public:
  explicit PlainConnection(tcp::socket socket) : socket_(std::move(socket)) {}

  asio::awaitable<Transfer> read_some(std::span<char> into) override { return read_from(socket_, into); }
  asio::awaitable<Transfer> write(std::string_view bytes) override { return write_to(socket_, bytes); }
  bool is_quiet() override { return nothing_came(socket_); }

 private:
  tcp::socket socket_;
};

class TlsConnection final : public Connection {
 public:
  TlsConnection(tcp::socket socket, std::shared_ptr<asio::ssl::context> tls)
      : tls_(std::move(tls)), stream_(std::move(socket), *tls_) {}

  asio::awaitable<Transfer> read_some(std::span<char> into) override { return read_from(stream_, into); }
  asio::awaitable<Transfer> write(std::string_view bytes) override { return write_to(stream_, bytes); }
  bool is_quiet() override { return nothing_came(stream_.next_layer()); }

  // What went wrong; empty when nothing did.
  asio::awaitable<std::string> shake_hands(const std::string& host) {
    SSL* const handle = stream_.native_handle();
    if (!expect(handle, host)) co_return "it has a name that TLS cannot check";
    SSL_set_verify(handle, SSL_VERIFY_PEER, nullptr);
    error_code error;
    co_await stream_.async_handshake(asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_return std::string{};
    const long verdict = SSL_get_verify_result(handle);
    if (verdict == X509_V_OK) co_return "the TLS handshake failed: " + error.message();
    co_return "its certificate does not verify: " + std::string(X509_verify_cert_error_string(verdict));
  }

 private:
  std::shared_ptr<asio::ssl::context> tls_;  // outlives the stream
  asio::ssl::stream<tcp::socket> stream_;
};

}  // namespace

std::unique_ptr<Connection> plain_connection(tcp::socket socket) {
  return std::make_unique<PlainConnection>(std::move(socket));
}

asio::awaitable<std::expected<std::unique_ptr<Connection>, std::string>> tls_connection(
    tcp::socket socket, std::shared_ptr<asio::ssl::context> tls, std::string host) {
  auto connection = std::make_unique<TlsConnection>(std::move(socket), std::move(tls));
  std::string fault = co_await connection->shake_hands(host);
  if (!fault.empty()) co_return std::unexpected(std::move(fault));
  co_return connection;
}

// Byte by byte at the end would be slow, but what follows the head belongs to TLS, and the server speaks only after the
// client's hello: so nothing can follow yet, and whatever does is a fault.
asio::awaitable<std::expected<void, std::string>> open_tunnel(tcp::socket& socket, std::string request) {
  if (const Transfer sent = co_await write_to(socket, request); sent.error)
    co_return std::unexpected(sent.error.message());
  AnswerReader reader(0, false);
  std::string unread;
  std::array<char, kReadSlice> slice;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
  while (reader.state() == AnswerReader::State::kMore) {
    const Transfer read = co_await read_from(socket, slice);
    if (read.error) co_return std::unexpected(read.error.message());
    unread.append(slice.data(), read.bytes);
    unread.erase(0, reader.feed(unread));
  }
  if (reader.state() == AnswerReader::State::kBad) co_return std::unexpected(reader.fault());
  const int status = reader.take().status;
  if (status < 200 || status > 299) co_return std::unexpected("it answers " + std::to_string(status));
  if (!unread.empty()) co_return std::unexpected(std::string("it sends more than an answer"));
  co_return std::expected<void, std::string>{};
}

}  // namespace curfew::aws
