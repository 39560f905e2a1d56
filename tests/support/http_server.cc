#include "support/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <csignal>
#include <map>
#include <mutex>
#include <string_view>
#include <system_error>
#include <thread>

namespace curfew::test {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* tls) const { SSL_free(tls); }
};

using Context = std::unique_ptr<SSL_CTX, Free>;

Context context_of(const TestCertificate& certificate) {
  Context context(SSL_CTX_new(TLS_server_method()));
  const std::unique_ptr<BIO, Free> certificate_text(BIO_new_mem_buf(certificate.certificate_pem.data(), -1));
  const std::unique_ptr<X509, Free> x509(PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr));
  const std::unique_ptr<BIO, Free> key_text(BIO_new_mem_buf(certificate.key_pem.data(), -1));
  const std::unique_ptr<EVP_PKEY, Free> key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
  SSL_CTX_use_certificate(context.get(), x509.get());
  SSL_CTX_use_PrivateKey(context.get(), key.get());
  return context;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Bytes over a socket, in clear or over TLS. Does not own the socket.
class Stream {
 public:
  Stream(int fd, SSL_CTX* context) : fd_(fd) {
    const int at_once = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    if (context != nullptr) tls_.reset(SSL_new(context));
  }

  bool open() { return !tls_ || (SSL_set_fd(tls_.get(), fd_) == 1 && SSL_accept(tls_.get()) == 1); }

  long read(char* into, std::size_t size) {
    return tls_ ? SSL_read(tls_.get(), into, static_cast<int>(size)) : recv(fd_, into, size, 0);
  }

  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const long count = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                              : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void finish() {
    if (tls_) SSL_shutdown(tls_.get());
  }

 private:
  int fd_;
  std::unique_ptr<SSL, Free> tls_;
};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return text;
}

ServedRequest request_of(const std::string& head) {
  ServedRequest request;
  std::size_t begin = 0;
  for (std::size_t end = head.find("\r\n"); end != std::string::npos; end = head.find("\r\n", begin)) {
    const std::string line = head.substr(begin, end - begin);
    if (begin == 0) {
      const std::size_t space = line.find(' ');
      request.method = line.substr(0, space);
      request.target = line.substr(space + 1, line.rfind(' ') - space - 1);
    } else {
      const std::size_t colon = line.find(": ");
      request.headers.emplace_back(lower(line.substr(0, colon)), line.substr(colon + 2));
    }
    begin = end + 2;
  }
  return request;
}

std::optional<ServedRequest> read_request(Stream& stream, std::string& unread) {
  const auto more = [&] {
    std::array<char, 16384> buffer{};
    const long count = stream.read(buffer.data(), buffer.size());
    if (count > 0) unread.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
  };
  std::size_t end = 0;
  while ((end = unread.find("\r\n\r\n")) == std::string::npos) {
    if (!more()) return std::nullopt;
  }
  ServedRequest request = request_of(unread.substr(0, end + 2));
  unread.erase(0, end + 4);
  std::size_t length = 0;
  const std::string text = request.header("content-length");
  std::from_chars(text.data(), text.data() + text.size(), length);
  if (!request.header("x-answer-early").empty()) return request;
  while (unread.size() < length) {
    if (!more()) return std::nullopt;
  }
  request.body = unread.substr(0, length);
  unread.erase(0, length);
  return request;
}

bool pump(int from, int to) {
  std::array<char, 16384> buffer{};
  const long count = recv(from, buffer.data(), buffer.size(), 0);
  return count > 0 && ::send(to, buffer.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) == count;
}

void tunnel(int client, std::uint16_t port) {
  const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    std::array<pollfd, 2> ends{pollfd{.fd = client, .events = POLLIN, .revents = 0},
                               pollfd{.fd = server, .events = POLLIN, .revents = 0}};
    bool open = true;
    while (open && poll(ends.data(), ends.size(), -1) > 0) {
      if (ends[0].revents != 0) open = pump(client, server);
      if (open && ends[1].revents != 0) open = pump(server, client);
    }
  }
  close(server);
}

void reset(int fd) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace

class HttpServer::State {
 public:
  State(Handler handler, const std::optional<TestCertificate>& certificate) : handler_(std::move(handler)) {
    if (certificate) context_ = context_of(*certificate);
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || bind(listener_, any, size) != 0 || listen(listener_, 128) != 0 ||
        getsockname(listener_, any, &size) != 0) {
      throw std::system_error(errno, std::generic_category(), "test HTTP server");
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() {
    shutdown(listener_, SHUT_RDWR);  // wakes accept
    acceptor_.join();
    close_connections();
    for (std::thread& session : sessions_) session.join();
    close(listener_);
  }

  void close_connections() {
    std::unique_lock lock(mutex_);
    std::vector<int> closing;
    for (const auto& [connection, fd] : open_) {
      shutdown(fd, SHUT_RDWR);
      closing.push_back(connection);
    }
    has_closed_.wait(lock, [&] {
      return std::ranges::none_of(closing, [&](int connection) { return open_.contains(connection); });
    });
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] bool is_tls() const { return context_ != nullptr; }
  [[nodiscard]] std::vector<ServedRequest> requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }
  [[nodiscard]] int connections() const {
    const std::scoped_lock lock(mutex_);
    return count_;
  }

 private:
  void accept_all() {
    for (;;) {
      const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      const std::scoped_lock lock(mutex_);
      const int connection = ++count_;
      open_[connection] = fd;
      sessions_.emplace_back([this, fd, connection] { serve(fd, connection); });
    }
  }

  void serve(int fd, int connection) {
    {
      Stream stream(fd, context_.get());
      if (stream.open()) converse(stream, fd, connection);
    }
    const std::scoped_lock lock(mutex_);
    close(fd);
    open_.erase(connection);
    has_closed_.notify_all();
  }

  void converse(Stream& stream, int fd, int connection) {
    std::string unread;
    while (auto request = read_request(stream, unread)) {
      request->connection = connection;
      {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(*request);
      }
      const ServedAnswer answer = handler_(*request);
      if (!stream.write(answer.bytes)) return;
      if (answer.tunnel_to) return tunnel(fd, *answer.tunnel_to);
      switch (answer.afterwards) {
        case Afterwards::kGoOn: break;
        case Afterwards::kClose: return stream.finish();
        case Afterwards::kReset: return reset(fd);
        case Afterwards::kHold: static_cast<void>(read_request(stream, unread)); return;
      }
    }
  }

  const Handler handler_;
  Context context_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  mutable std::mutex mutex_;
  std::condition_variable has_closed_;
  std::vector<ServedRequest> requests_;  // these are guarded by mutex_
  std::map<int, int> open_;
  int count_ = 0;
  std::thread acceptor_;
  std::vector<std::thread> sessions_;  // of the acceptor alone, until it has ended
};

std::string ServedRequest::header(const std::string& lower_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_name) return value;
  }
  return {};
}

ServedAnswer http_answer(int status, const std::string& body,
                         const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string bytes = "HTTP/1.1 " + std::to_string(status) + " Test\r\n";
  for (const auto& [name, value] : headers) bytes += name + ": " + value + "\r\n";
  bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  return {.bytes = std::move(bytes)};
}

HttpServer::HttpServer(Handler handler, std::optional<TestCertificate> certificate) {
  // OpenSSL writes without MSG_NOSIGNAL; a client that goes away in the middle is part of the tests.
  (void)std::signal(SIGPIPE, SIG_IGN);
  state_ = std::make_unique<State>(std::move(handler), certificate);
}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return state_->port(); }

std::string HttpServer::url() const {
  return (state_->is_tls() ? "https" : "http") + std::string("://127.0.0.1:") + std::to_string(port());
}

std::vector<ServedRequest> HttpServer::requests() const { return state_->requests(); }

int HttpServer::connections() const { return state_->connections(); }

void HttpServer::close_connections() { state_->close_connections(); }

}  // namespace curfew::test
