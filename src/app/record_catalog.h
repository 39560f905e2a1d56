// Use case: a catalog that comes into force is on record: who could be given what, and since when.
#pragma once

#include "base/error.h"
#include "domain/catalog.h"
#include "domain/identity.h"
#include "ports/clock.h"
#include "ports/ledger.h"

namespace curfew {

// Thread-safe; lives as long as the ports it was given.
class RecordCatalog {
 public:
  RecordCatalog(Ledger& ledger, const Clock& clock) : ledger_(ledger), clock_(clock) {}

  // Appends an event to the chain "catalog" when the catalog is not the one that was recorded last.
  // Errors: kConflict, kUnavailable (may have been stored when effect is kMaybe), kDamaged. Repeating it is harmless.
  [[nodiscard]] Status operator()(const Catalog& catalog, const Actor& actor);

 private:
  Ledger& ledger_;
  const Clock& clock_;
};

}  // namespace curfew
