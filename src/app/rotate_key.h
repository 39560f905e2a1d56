// Use case: `curfew key rotate`. A new key signs tokens from now on; tokens of the old one stay good until they expire.
#pragma once

#include "base/error.h"
#include "domain/identity.h"
#include "ports/clock.h"
#include "ports/ledger.h"
#include "ports/sign_in.h"

namespace curfew {

// Thread-safe; lives as long as the ports it was given.
class RotateKey {
 public:
  RotateKey(UserAdmin& pool, Ledger& ledger, const Clock& clock) : pool_(pool), ledger_(ledger), clock_(clock) {}

  // Errors: kUnavailable (may have been rotated when effect is kMaybe; rotating again is harmless), kDamaged.
  [[nodiscard]] Status operator()(const Actor& administrator);

 private:
  UserAdmin& pool_;
  Ledger& ledger_;
  const Clock& clock_;
};

}  // namespace curfew
