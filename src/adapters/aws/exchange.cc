#include "adapters/aws/exchange.h"

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <string_view>

#include "adapters/aws/answer_reader.h"

namespace curfew::aws {
namespace {

constexpr std::size_t kReadSlice = 16384;

// RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < '\x7f' && !std::string_view("\"(),/:;<=>?@[\\]{}").contains(c);
  });
}

bool is_field_value(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool may_have_body(const HttpRequest& request) {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT";
}

}  // namespace

std::expected<std::string, std::string> request_bytes(const HttpRequest& request, const Route& route) {
  if (!is_token(request.method)) return std::unexpected("the method is malformed");
  const bool is_proxied = route.proxy != nullptr && !route.url.is_tls;
  std::string bytes = request.method + " " + (is_proxied ? route.url.origin() : "") + route.url.target() +
                      " HTTP/1.1\r\nHost: " + route.url.authority() + "\r\n";
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || !is_field_value(value)) return std::unexpected("the header " + name + " is malformed");
    bytes.append(name).append(": ").append(value).append("\r\n");
  }
  if (is_proxied && !route.proxy->authorization.empty()) {
    bytes += "Proxy-Authorization: " + route.proxy->authorization.reveal() + "\r\n";
  }
  if (may_have_body(request)) bytes += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return bytes + "\r\n" + request.body;
}

boost::asio::awaitable<std::expected<ReceivedAnswer, std::string>> receive_answer(Connection& connection,
                                                                                  std::size_t most_body_bytes,
                                                                                  bool has_body) {
  AnswerReader reader(most_body_bytes, has_body);
  std::string unread;
  std::array<char, kReadSlice> slice;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
  while (reader.state() == AnswerReader::State::kMore) {
    const Transfer read = co_await connection.read_some(slice);
    unread.append(slice.data(), read.bytes);
    unread.erase(0, reader.feed(unread));
    if (read.error == boost::asio::error::eof) {
      reader.end();
    } else if (read.error && reader.state() == AnswerReader::State::kMore) {
      co_return std::unexpected("the answer was cut off: " + read.error.message());
    }
  }
  if (reader.state() == AnswerReader::State::kBad) {
    co_return std::unexpected("there was no whole answer: " + reader.fault());
  }
  ReceivedAnswer received{.answer = {}, .keeps_alive = reader.keeps_alive() && unread.empty()};
  received.answer = reader.take();
  co_return received;
}

}  // namespace curfew::aws
