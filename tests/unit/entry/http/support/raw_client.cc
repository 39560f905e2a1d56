#include "unit/entry/http/support/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <stdexcept>

#include "entry/http/message.h"

namespace curfew::http::test {

std::string Answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

std::size_t Answer::count(std::string_view name) const {
  std::size_t found = 0;
  for (const auto& [key, value] : headers) found += equal_ignoring_case(key, name) ? 1 : 0;
  return found;
}

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect to the server under test");
  }
}

RawClient::~RawClient() { ::close(socket_); }

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::receive() {
  std::array<char, 16384> slice{};
  const ssize_t count = ::recv(socket_, slice.data(), slice.size(), 0);
  if (count <= 0) return false;
  received_.append(slice.data(), static_cast<std::size_t>(count));
  return true;
}

std::optional<std::string> RawClient::take_head() {
  std::size_t end = received_.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (!receive()) return std::nullopt;
    end = received_.find("\r\n\r\n");
  }
  std::string head = received_.substr(0, end + 2);
  received_.erase(0, end + 4);
  return head;
}

Answer RawClient::read_answer(bool head_only) {
  const auto head = take_head();
  if (!head || !head->starts_with("HTTP/1.1 ")) return {};
  Answer answer;
  std::from_chars(head->data() + 9, head->data() + 12, answer.status);
  for (std::size_t at = head->find("\r\n") + 2; at < head->size();) {
    const std::size_t end = head->find("\r\n", at);
    const std::string line = head->substr(at, end - at);
    const std::size_t colon = line.find(": ");
    answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    at = end + 2;
  }
  std::size_t length = 0;
  const std::string announced = answer.header("Content-Length");
  std::from_chars(announced.data(), announced.data() + announced.size(), length);
  if (head_only || announced.empty()) return answer;
  while (received_.size() < length) {
    if (!receive()) return {};
  }
  answer.body = received_.substr(0, length);
  received_.erase(0, length);
  return answer;
}

std::optional<std::string> RawClient::take_line() {
  std::size_t end = received_.find("\r\n");
  while (end == std::string::npos) {
    if (!receive()) return std::nullopt;
    end = received_.find("\r\n");
  }
  std::string line = received_.substr(0, end);
  received_.erase(0, end + 2);
  return line;
}

std::optional<std::string> RawClient::read_chunk() {
  const auto head = take_line();
  if (!head) return std::nullopt;
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(head->data(), head->data() + head->size(), length, 16);
  if (error != std::errc{} || end != head->data() + head->size()) return std::nullopt;
  while (received_.size() < length + 2) {
    if (!receive()) return std::nullopt;
  }
  if (received_.substr(length, 2) != "\r\n") return std::nullopt;
  std::string bytes = received_.substr(0, length);
  received_.erase(0, length + 2);
  return bytes;
}

std::optional<std::string> RawClient::read_rest() {
  std::array<char, 16384> slice{};
  while (true) {
    const ssize_t count = ::recv(socket_, slice.data(), slice.size(), 0);
    if (count < 0) return std::nullopt;
    if (count == 0) return std::exchange(received_, {});
    received_.append(slice.data(), static_cast<std::size_t>(count));
  }
}

bool RawClient::closed_by_server() {
  std::array<char, 1> byte{};
  return received_.empty() && ::recv(socket_, byte.data(), byte.size(), 0) == 0;
}

Answer exchange(std::uint16_t port, std::string_view bytes) {
  RawClient client(port);
  client.send(bytes);
  return client.read_answer();
}

}  // namespace curfew::http::test
