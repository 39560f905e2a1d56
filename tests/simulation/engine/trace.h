// What happened in a world, in order: a hash of all of it, and lines for a reader where somebody wants to read.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace curfew::simulation {

// For one thread.
class Trace {
 public:
  using Reader = std::function<void(const std::string& line)>;

  Trace(Instant start, Reader reader) : start_(start), reader_(std::move(reader)) {}

  [[nodiscard]] bool is_read() const { return static_cast<bool>(reader_); }
  // Of everything noted so far.
  [[nodiscard]] std::uint64_t hash() const { return hash_; }

  // `who` did `what`, and it came to `outcome`.
  void note(Instant at, std::string_view who, std::string_view what, std::string_view outcome) {
    mix(static_cast<std::uint64_t>(at.time_since_epoch().count()));
    mix(who);
    mix(what);
    mix(outcome);
    if (reader_) tell(at, who, what, outcome);
  }

 private:
  // FNV-1a, 64 bits.
  void mix(std::string_view text) {
    for (const char byte : text) mix(static_cast<std::uint64_t>(static_cast<unsigned char>(byte)));
    mix(std::uint64_t{0x100});
  }
  void mix(std::uint64_t value) { hash_ = (hash_ ^ value) * 0x100000001B3U; }
  void tell(Instant at, std::string_view who, std::string_view what, std::string_view outcome);

  Instant start_;
  Reader reader_;
  std::uint64_t hash_ = 0xCBF29CE484222325U;
};

}  // namespace curfew::simulation
