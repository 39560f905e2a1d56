#include "domain/catalog.h"

#include <algorithm>

namespace curfew {
namespace {

template <class Entry>
const Entry* named(const std::vector<Entry>& entries, std::string_view name) {
  const auto found = std::ranges::find(entries, name, &Entry::name);
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace

const CatalogAccount* Catalog::account(std::string_view name) const { return named(accounts, name); }

const CatalogPermissionSet* Catalog::permission_set(std::string_view name) const {
  return named(permission_sets, name);
}

}  // namespace curfew
