// What reconcile concludes from comparing Identity Center's listings with the record. A listing may lag behind, so each
// conclusion rests on what the record has held for longer than that, and leads to a deletion like any other: AWS's own
// word, or a look after `settle`, ends it.
#include "domain/draft.h"

namespace curfew {
namespace {

using AS = AssignmentState;

constexpr const char* kSomebodyOutside = "somebody outside Curfew";

}  // namespace

Status run(Draft& draft, const command::TakenOutside& command) {
  const Scene scene{.assignment = draft.assignment(), .requests = draft.requests()};
  if (!would_be_listed(scene, command.listed_at, draft.rules())) {
    return fail(ErrorCode::kConflict, "The access was not held for long enough to be missing from a listing.",
                "nothing to conclude for " + scene.assignment.key.str());
  }
  for (Request& request : draft.requests()) {
    const Lease* lease = find_lease(draft.assignment(), request.id);
    if (lease == nullptr || lease->over) continue;
    draft.end_lease(request, {.type = RevocationType::kManual, .by = kSomebodyOutside},
                    "taken away by somebody outside Curfew");
  }
  draft.begin_deleting("Identity Center does not list it: somebody outside Curfew took it away", false);
  return {};
}

Status run(Draft& draft, const command::TakeStanding& command) {
  if (!would_be_standing(draft.assignment())) {
    return fail(ErrorCode::kConflict, "This access is Curfew's own, or may be: it ends by its leases.",
                draft.assignment().key.str() + " is " + std::string(word(draft.assignment().state)));
  }
  draft.begin_deleting(command.reason, false, MovedBy::kOrder);
  return {};
}

}  // namespace curfew
