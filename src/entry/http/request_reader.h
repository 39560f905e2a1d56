// Turns the bytes of a connection into requests: framing, limits, and refusal of everything ambiguous. No I/O, so
// that tests and fuzzers can feed it bytes in any slices. One reader reads one request. Not for sharing between
// threads.
//
// Beast's parser reads the head and unwraps chunked bodies; HeadScanner and the checks here refuse what it would let
// pass: folded lines, bare line feeds, repeated Content-Length or Host, Transfer-Encoding other than exactly `chunked`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "entry/http/head_scanner.h"
#include "entry/http/message.h"

namespace curfew::http {

struct ReadLimits {
  std::size_t head_bytes = std::size_t{16} * 1024;
  std::size_t body_bytes = std::size_t{64} * 1024;
};

class RequestReader {
 public:
  enum class State : std::uint8_t { kHead, kBody, kComplete, kRefused };

  explicit RequestReader(const ReadLimits& limits);
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;
  ~RequestReader();

  // Looks at `bytes`, all that has been received and not been consumed yet, and returns how many of them it consumed;
  // the rest has to be given again with what follows. After kComplete the rest belongs to the next request.
  [[nodiscard]] std::size_t feed(std::string_view bytes);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] Refusal refusal() const { return refusal_; }  // meaningful in kRefused

  // The client waits for "100 Continue" before it sends the body (RFC 9110 section 10.1.1). True once.
  [[nodiscard]] bool take_expectation();

  // What has been read: complete in kComplete, otherwise as far as it was understood.
  [[nodiscard]] HttpRequest& request() { return request_; }
  [[nodiscard]] bool keep_alive() const { return keep_alive_; }
  [[nodiscard]] bool takes_chunks() const { return takes_chunks_; }  // HTTP/1.1, not 1.0

 private:
  class Parser;

  [[nodiscard]] std::size_t feed_head(std::string_view bytes);
  [[nodiscard]] std::size_t feed_body(std::string_view bytes);
  [[nodiscard]] std::size_t skip_empty_line(std::string_view bytes);
  void accept_head(std::string_view head);
  [[nodiscard]] bool take_message();
  [[nodiscard]] std::optional<Refusal> check_head();
  [[nodiscard]] std::optional<Refusal> check_framing() const;
  [[nodiscard]] bool take_target(std::string_view target);
  void refuse(Refusal refusal);

  ReadLimits limits_;
  HeadScanner scanner_;
  std::unique_ptr<Parser> parser_;
  State state_ = State::kHead;
  Refusal refusal_ = Refusal::kMalformed;
  HttpRequest request_;
  bool line_may_start_ = false;
  bool keep_alive_ = false;
  bool takes_chunks_ = false;
  bool expects_continue_ = false;
};

}  // namespace curfew::http
