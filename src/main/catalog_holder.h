// The catalog in force, replaced as a whole when the configuration is read again. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "ports/catalog_source.h"

namespace curfew::wiring {

class CatalogHolder final : public CatalogSource {
 public:
  explicit CatalogHolder(Catalog catalog) : catalog_(std::make_shared<const Catalog>(std::move(catalog))) {}

  [[nodiscard]] std::shared_ptr<const Catalog> current() const override {
    const std::scoped_lock lock(mutex_);
    return catalog_;
  }

  void replace(Catalog catalog) {
    auto next = std::make_shared<const Catalog>(std::move(catalog));
    const std::scoped_lock lock(mutex_);
    catalog_.swap(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Catalog> catalog_;  // guarded by mutex_; never null
};

}  // namespace curfew::wiring
