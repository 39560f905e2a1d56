// Tables of enumerators and their words, read both ways. Words are stored and sent, so a table never changes one.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace curfew {

template <class Value, std::size_t Count>
using Words = std::array<std::pair<Value, std::string_view>, Count>;

// Empty for a value that the table does not have.
template <class Value, std::size_t Count>
[[nodiscard]] constexpr std::string_view word_in(const Words<Value, Count>& table, Value value) {
  for (const auto& [entry, word] : table) {
    if (entry == value) return word;
  }
  return {};
}

// Exact spelling only.
template <class Value, std::size_t Count>
[[nodiscard]] constexpr std::optional<Value> value_in(const Words<Value, Count>& table, std::string_view text) {
  for (const auto& [entry, word] : table) {
    if (word == text) return entry;
  }
  return std::nullopt;
}

}  // namespace curfew
