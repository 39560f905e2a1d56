// Makes an answer of the bytes of a stream (RFC 9112), with bounds. Beast's parser does the work; it is included by
// answer_reader.cc only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/aws/http_client.h"

namespace curfew::aws {

inline constexpr std::size_t kMostHeadBytes = std::size_t{64} * 1024;

class AnswerReader {
 public:
  enum class State : std::uint8_t { kMore, kComplete, kBad };

  // `has_body` is false for answers to HEAD and CONNECT.
  AnswerReader(std::size_t most_body_bytes, bool has_body);
  AnswerReader(const AnswerReader&) = delete;
  AnswerReader& operator=(const AnswerReader&) = delete;
  ~AnswerReader();

  // Takes what it can from the front of `bytes` and says how much that was; the rest is to be given again, with more
  // behind it. Interim answers (1xx) are passed over.
  std::size_t feed(std::string_view bytes);
  // The stream has ended properly: the end of an answer that has no length.
  void end();

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const std::string& fault() const { return fault_; }  // of kBad
  // Of a complete answer; once.
  [[nodiscard]] HttpAnswer take();
  // The other side will answer another request on this connection.
  [[nodiscard]] bool keeps_alive() const;

 private:
  class Parser;
  void start();
  void check_complete();
  void fail(std::string fault);

  const std::size_t most_body_bytes_;
  const bool has_body_;
  std::unique_ptr<Parser> parser_;
  State state_ = State::kMore;
  std::string fault_;
};

}  // namespace curfew::aws
