// Text that must never be logged, printed or compared in variable time: passwords, tokens, keys.
//
// A Secret has no stream operator and no implicit conversion; reveal() is the one way in, and is meant to be easy to
// find in a review. The memory is overwritten when the Secret goes.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace curfew {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(); }

  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

  // Takes the same time whatever the contents (the lengths may show).
  [[nodiscard]] bool equals(std::string_view other) const;

 private:
  void wipe() noexcept;

  std::string text_;
};

}  // namespace curfew
