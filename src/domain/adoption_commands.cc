// Taking over what the deployment before Curfew left on record (domain/earlier_request.h).
//
// What its record calls ACTIVE or ERROR is ours to end: it becomes a lease, whatever the assignment's record says by
// then. Its word that the access is there is not AWS's, so the assignment is ADOPTED until a look has said it; nothing
// is made for such a lease. A record that is PENDING gave nothing: access found beside it is told, and stays standing.
#include <algorithm>

#include "base/check.h"
#include "domain/catalog.h"
#include "domain/draft.h"

namespace curfew {
namespace {

using RS = RequestStatus;
using AS = AssignmentState;

constexpr const char* kSomebodyOutside = "somebody outside Curfew";
constexpr const char* kOnItsWayOut = "the end of another request for the same access";
// Between two looks, as long as a listing may not show yet what the deployment before has made.
constexpr Millis kLookAgain = std::chrono::seconds(15);

bool is_on_its_way_out(const Assignment& assignment) {
  return assignment.state == AS::kDeleting || assignment.state == AS::kBlocked;
}

std::string origin_of(const command::Adopt& command) {
  return "written by the earlier deployment as " + command.was + "; its record had the digest " + command.digest;
}

void adopt_wish(Draft& draft, Request& request, const command::Adopt& command) {
  std::string detail = origin_of(command);
  if (command.found == Presence::kDirect) detail += "; a look found the access assigned, though nobody has decided";
  if (command.found == Presence::kThroughGroup) detail += "; a look found the access given through a group";
  draft.owe(lapse_work(request.id, request.requested_at + draft.rules().pending_lapse));
  draft.move(request, RS::kPending, detail, MovedBy::kAdoption);
}

// Nobody knows of this access but the record that names it: what was looked up or begun before counts for nothing.
void take_over(Draft& draft) {
  Assignment& assignment = draft.assignment();
  if (assignment.state == AS::kCreating) {
    if (assignment.operation->open || !assignment.operation->id.empty()) draft.note_lost_answer();
    assignment.operation.reset();
  } else if (may_exist_by_us(assignment)) {
    return;
  }
  assignment.seen_absent_at.reset();
  assignment.deleted_at.reset();
  assignment.look_at = draft.now();
  draft.move(AS::kAdopted, "a record of the earlier deployment names it");
}

// A revocation of theirs that failed before the end was not made by time, whether or not its record says by whom.
void tell_who_ended(Request& request, Instant now) {
  if (!request.revocation || request.revocation->type == RevocationType::kManual) return;
  if (now < *request.expires_at) request.revocation = {.type = RevocationType::kManual, .by = kSomebodyOutside};
}

void adopt_lease(Draft& draft, Request& request, const command::Adopt& command) {
  // Whatever end the record has, nobody may have access for longer than anybody may ask for.
  request.expires_at = std::min(*request.expires_at, floor_seconds(draft.now()) + kLongestDuration);
  const bool leaves = is_on_its_way_out(draft.assignment());
  if (request.status == RS::kActive && draft.now() >= *request.expires_at) {
    request.revocation = Revocation{};
  } else if (request.status == RS::kActive && leaves) {
    request.revocation = Revocation{.type = RevocationType::kManual, .by = kOnItsWayOut};
  }
  tell_who_ended(request, draft.now());
  const bool over = request.revocation.has_value();
  draft.assignment().leases.push_back(
      {.request_id = request.id, .end = *request.expires_at, .grant_by = *request.expires_at, .over = over});
  if (!over) draft.owe(end_lease_work(request.id, *request.expires_at));
  take_over(draft);
  draft.move(request, over ? RS::kRevoking : RS::kActive, origin_of(command), MovedBy::kAdoption);
}

// Until then a listing may not show what was made by the deployment before, or by a call of ours.
Instant shown_from(Draft& draft) {
  Instant shown = draft.assignment().create_in_doubt_until.value_or(Instant::min());
  for (const Request& request : draft.requests()) {
    if (request.status != RS::kActive || !request.granted_at) continue;
    // Whoever wrote a later time had another clock.
    const Seconds given = std::min(*request.granted_at, request.adopted_at.value_or(*request.granted_at));
    shown = std::max(shown, Instant(given + std::chrono::seconds(1)) + draft.rules().settle);
  }
  return shown;
}

}  // namespace

Status run(Draft& draft, const command::Adopt& command) {
  Request* request = draft.request(command.request);
  ensure(request != nullptr && request->version == 0, "only a record without a version is adopted");
  request->adopted_at = floor_seconds(draft.now());
  const bool has_timer = draft.rules().timer_outside && !request->schedule_arn.empty();
  if (has_timer) draft.owe(timer_work(request->id, draft.now()));
  if (request->status == RS::kPending) {
    adopt_wish(draft, *request, command);
  } else {
    adopt_lease(draft, *request, command);
  }
  return {};
}

void looked_after_adoption(Draft& draft, Presence presence) {
  Assignment& assignment = draft.assignment();
  assignment.look_at.reset();
  // A delete of ours that may still arrive would take it away under whoever holds it.
  if (const auto& doubt = assignment.delete_in_doubt_until; doubt && draft.now() < *doubt) {
    assignment.look_at = *doubt;
    return;
  }
  if (presence == Presence::kDirect) {
    draft.move(AS::kHeld, "a look found what the earlier deployment gave");
    return;
  }
  if (const Instant shown = shown_from(draft); draft.now() < shown) {
    assignment.look_at = std::min(shown, draft.now() + kLookAgain);
    return;
  }
  for (Request& request : draft.requests()) {
    const Lease* lease = find_lease(assignment, request.id);
    if (lease == nullptr || lease->over || request.status != RS::kActive) continue;
    draft.end_lease(request, {.type = RevocationType::kManual, .by = kSomebodyOutside},
                    "the earlier deployment gave it, and a look found nothing");
  }
  draft.begin_deleting("the earlier deployment gave it, and a look found nothing", false);
}

}  // namespace curfew
