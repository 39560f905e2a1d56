// For changes outside the lifecycle (users, keys): each is on record before it begins (ASKED) and when it has ended
// (DONE or FAILED). An ASKED without an end is a change that died half way.
#pragma once

#include "base/error.h"
#include "domain/audit_event.h"
#include "ports/clock.h"
#include "ports/ledger.h"

namespace curfew {

// Appends `event` to its chain, after whatever is the chain's last event now. Errors: kConflict (too much contention),
// kUnavailable (may have been stored when effect is kMaybe), kDamaged.
[[nodiscard]] Status append_event(Ledger& ledger, const AuditEvent& event);

// Does `change` between its two events, made after `event`. Nothing is changed unless the first is on record.
template <class Change>
[[nodiscard]] auto on_record(Ledger& ledger, const Clock& clock, AuditEvent event, const Change& change)
    -> decltype(change()) {
  event.at = clock.now();
  event.to = "ASKED";
  if (const Status stored = append_event(ledger, event); !stored) return fail(stored.error());
  auto outcome = change();
  event.at = clock.now();
  event.from = "ASKED";
  event.to = outcome ? "DONE" : "FAILED";
  if (!outcome) event.detail += (event.detail.empty() ? "" : "; ") + outcome.error().public_text;
  if (const Status stored = append_event(ledger, event); !stored && outcome) return fail(stored.error());
  return outcome;
}

}  // namespace curfew
