#include "support/aws/plain_http.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace curfew::testing_aws {

namespace {

class Socket {
 public:
  explicit Socket(int port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what the sockets API asks for
    is_open_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { ::close(fd_); }

  [[nodiscard]] bool is_open() const { return is_open_; }

  [[nodiscard]] bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  [[nodiscard]] std::string receive_all() const {
    std::string all;
    std::array<char, 16384> part{};
    for (ssize_t got = 0; (got = ::recv(fd_, part.data(), part.size(), 0)) > 0;) {
      all.append(part.data(), static_cast<std::size_t>(got));
    }
    return all;
  }

 private:
  int fd_;
  bool is_open_ = false;
};

}  // namespace

PlainAnswer plain_exchange(int port, std::string_view method, std::string_view path,
                           const std::vector<std::pair<std::string, std::string>>& headers, std::string_view body) {
  std::string request = std::string(method) + " " + std::string(path) + " HTTP/1.0\r\nHost: 127.0.0.1\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
  const Socket socket(port);
  if (!socket.is_open() || !socket.send(request)) return {.body = std::strerror(errno)};
  const std::string answer = socket.receive_all();
  const auto head_ends = answer.find("\r\n\r\n");
  if (head_ends == std::string::npos || !answer.starts_with("HTTP/1.")) return {.body = "no answer: " + answer};
  PlainAnswer read{.body = answer.substr(head_ends + 4)};
  std::from_chars(answer.data() + 9, answer.data() + 12, read.status);
  return read;
}

}  // namespace curfew::testing_aws
