// The catalog in force. Implementations: src/main (the configuration file, re-read on SIGHUP).
// All methods may be called at the same time.
#pragma once

#include <memory>

#include "domain/catalog.h"

namespace curfew {

class CatalogSource {
 public:
  virtual ~CatalogSource() = default;

  // Never null. A use case takes it once and keeps to it: a reload in between changes the next call.
  [[nodiscard]] virtual std::shared_ptr<const Catalog> current() const = 0;
};

}  // namespace curfew
