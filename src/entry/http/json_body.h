// A request's body, read strictly: one flat JSON object of the members a call knows, each given once.
//
// Members are asked for by name; the first fault is remembered and told by `check`, as are members nobody asked for.
// Reads after a fault give empty values. Not for sharing between threads.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.h"

namespace curfew::http {

class JsonBody {
 public:
  // kInvalid unless `text` is one JSON object (RFC 8259, UTF-8) without a member given twice.
  [[nodiscard]] static Result<JsonBody> parse(std::string_view text);

  [[nodiscard]] std::string text(std::string_view name);
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view name);
  // Numbers that are written as integers; 60.0, 6e1 and "60" are not.
  [[nodiscard]] std::optional<std::int64_t> optional_whole_number(std::string_view name);

  // kInvalid with the first fault. Call it after the last member was read.
  [[nodiscard]] Status check() const;

  // What a member holds; other things are told apart only for the sentence about them.
  struct Other {
    std::string_view kind;  // "null", "a list"
  };
  using Value = std::variant<std::string, std::int64_t, Other>;
  using Members = std::map<std::string, Value, std::less<>>;

 private:
  explicit JsonBody(Members members) : members_(std::move(members)) {}

  [[nodiscard]] const Value* find(std::string_view name);
  void reject(std::string fault);

  Members members_;
  std::set<std::string, std::less<>> known_;
  std::string fault_;
};

}  // namespace curfew::http
