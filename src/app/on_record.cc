#include "app/on_record.h"

#include "app/transition_writer.h"

namespace curfew {

Status append_event(Ledger& ledger, const AuditEvent& event) {
  for (int i = 0; i < kMostTries; ++i) {
    const auto last = ledger.last_event(event.chain);
    if (!last) return fail(last.error());
    const AuditEvent next = chained(event, *last ? (*last)->sequence : 0, *last ? (*last)->hash : std::string());
    const auto outcome = ledger.commit({.events = {next}});
    if (!outcome) return fail(outcome.error());
    if (*outcome == CommitOutcome::kCommitted) return {};
    if (*outcome == CommitOutcome::kConflict) continue;
    const auto stored = ledger.has_event(next);
    if (!stored) return fail(stored.error());
    if (*stored) return {};
  }
  return too_much_contention();
}

}  // namespace curfew
