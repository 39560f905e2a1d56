// The first look at a request's head, byte by byte as it comes, stricter than the parser that reads it afterwards.
//
// Two parties that read the same bytes differently are what request smuggling lives on, so everything that RFC 9112
// lets a recipient repair (section 2.2 bare line feeds, section 5.2 folded lines) is refused instead.
// Not for sharing between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace curfew::http {

class HeadScanner {
 public:
  enum class Verdict : std::uint8_t { kNeedMore, kComplete, kMalformed, kTooLarge };

  explicit HeadScanner(std::size_t limit) : limit_(limit) {}

  // `bytes` is everything received of this request so far; what an earlier call has seen is not scanned again.
  [[nodiscard]] Verdict scan(std::string_view bytes);

  // The head's length with its closing empty line, once complete.
  [[nodiscard]] std::size_t size() const { return at_; }

 private:
  [[nodiscard]] bool accept(char byte);

  std::size_t limit_;
  std::size_t at_ = 0;
  std::size_t line_length_ = 0;
  std::size_t lines_ = 0;
  bool after_cr_ = false;
  bool complete_ = false;
};

}  // namespace curfew::http
