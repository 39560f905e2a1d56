// Bytes that look random and are the same in every run with the same seed. Safe for use by many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>

#include "ports/entropy.h"

namespace curfew::test {

class FakeEntropy final : public Entropy {
 public:
  explicit FakeEntropy(std::uint64_t seed = 1) : engine_(seed) {}

  [[nodiscard]] std::string bytes(std::size_t count) override {
    const std::scoped_lock lock(mutex_);
    std::string bytes(count, '\0');
    for (char& byte : bytes) byte = static_cast<char>(engine_() & 0xFFU);
    return bytes;
  }

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

}  // namespace curfew::test
