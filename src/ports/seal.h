// Sealing of small secrets at rest: signing keys and TOTP seeds. Implementations: adapters/keyfile.
// All methods may be called at the same time.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/secret.h"

namespace curfew {

class Sealer {
 public:
  virtual ~Sealer() = default;

  // Encrypts and authenticates; `purpose` ("totp/<subject>") is bound in, so that a sealed value cannot be moved.
  [[nodiscard]] virtual std::string seal(const Secret& plain, std::string_view purpose) = 0;
  // Errors: kDamaged when the bytes were not sealed with this key for this purpose.
  [[nodiscard]] virtual Result<Secret> open(std::string_view sealed, std::string_view purpose) = 0;
};

}  // namespace curfew
