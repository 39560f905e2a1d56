#include "main/pacing_ledger.h"

namespace curfew::wiring {

Result<CommitOutcome> PacingLedger::commit(const Step& step) {
  auto outcome = store_.commit(step);
  // Of an unknown one, too: it may have been stored, and a look in vain harms nobody.
  if (outcome && *outcome != CommitOutcome::kConflict) {
    if (!step.events.empty()) feed_.expect(Millis{0});
    for (const OwedWork& work : step.owed) paces_.of(work_class(work.kind)).expect(work.due - clock_.now());
  }
  return outcome;
}

}  // namespace curfew::wiring
