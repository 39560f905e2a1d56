// Randomness from OpenSSL's generator, which is seeded by the operating system. Safe for use by many threads.
#pragma once

#include <cstddef>
#include <string>

#include "ports/entropy.h"

namespace curfew::system {

class SystemEntropy final : public Entropy {
 public:
  [[nodiscard]] std::string bytes(std::size_t count) override;
};

}  // namespace curfew::system
