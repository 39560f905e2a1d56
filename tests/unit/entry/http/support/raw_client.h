// A blocking client that sends exactly the bytes it is told to, so that malformed requests can be sent, and reads
// answers as HTTP/1.1. Every wait ends after ten seconds with a failure. Not for sharing between threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace curfew::http::test {

struct Answer {
  int status = 0;  // 0: the connection ended before a whole answer came
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // The header's value; empty when there is none.
  [[nodiscard]] std::string header(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient();

  // False when the server has closed already.
  bool send(std::string_view bytes);
  // Nothing more will be sent; answers can still be read.
  void finish_sending();

  // The next answer; `head_only` for answers to HEAD.
  Answer read_answer(bool head_only = false);
  // After read_answer(true): the next chunk's bytes, empty for the last one; nothing when the connection ended before.
  std::optional<std::string> read_chunk();
  // All that comes until the server closes, and nothing when it does not.
  std::optional<std::string> read_rest();
  // True when the server closes without sending anything more.
  bool closed_by_server();

 private:
  bool receive();
  std::optional<std::string> take_head();
  std::optional<std::string> take_line();

  int socket_ = -1;
  std::string received_;
};

// One request on a connection of its own.
Answer exchange(std::uint16_t port, std::string_view bytes);

}  // namespace curfew::http::test
