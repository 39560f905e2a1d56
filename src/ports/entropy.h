// Secure randomness. Implementations: adapters/system. All methods may be called at the same time.
#pragma once

#include <cstddef>
#include <string>

namespace curfew {

class Entropy {
 public:
  virtual ~Entropy() = default;

  // `count` bytes nobody can predict. Ends the process when the system has none: nothing is safe without it.
  [[nodiscard]] virtual std::string bytes(std::size_t count) = 0;
};

// A lower-case UUIDv4 (RFC 9562 section 5.4).
[[nodiscard]] std::string new_uuid(Entropy& entropy);

}  // namespace curfew
