// The commands of people and timers, each about one request.
#include <algorithm>

#include "base/check.h"
#include "domain/draft.h"

namespace curfew {
namespace {

using RS = RequestStatus;

Request& named(Draft& draft, const RequestId& id) {
  Request* request = draft.request(id);
  ensure(request != nullptr, "a scene holds the request that is spoken of");
  return *request;
}

Status check_may_lease(Draft& draft) {
  if (draft.assignment().state == AssignmentState::kBlocked) {
    return fail(ErrorCode::kAssignmentBlocked,
                "An earlier revocation of this access is refused by AWS and waits for an administrator; it cannot be "
                "granted until that is settled.");
  }
  if (draft.assignment().leases.size() >= draft.rules().most_leases) {
    return fail(ErrorCode::kTooManyLeases,
                "There are too many requests for this access at the same time. Let some end first.");
  }
  return {};
}

// The time decides, not the sweep that writes it down.
bool has_lapsed(const Draft& draft, const Request& request) {
  return draft.now() >= request.requested_at + draft.rules().pending_lapse;
}

Status check_not_expired(const Draft& draft, const Request& request) {
  if (request.status == RS::kExpired || (request.status == RS::kPending && has_lapsed(draft, request))) {
    return fail(ErrorCode::kExpired, "Nobody decided this request in time, so it has expired. Have it asked again.");
  }
  return {};
}

// Why a request cannot be decided any more.
Status check_undecided(const Draft& draft, const Request& request) {
  if (auto ok = check_not_expired(draft, request); !ok) return ok;
  if (request.status == RS::kPending) return {};
  if (request.status == RS::kCancelled) return fail(ErrorCode::kEnded, "The requester has cancelled this request.");
  return fail(ErrorCode::kAlreadyDecided,
              "This request has been decided already; it is " + std::string(word(request.status)) + ".");
}

Decision decision_by(const Draft& draft, const std::string& comments) {
  return {.automatic = false,
          .approver = draft.actor().subject,
          .approver_user_id = draft.actor().user_id,
          .approver_email = draft.actor().email,
          .comments = comments,
          .at = floor_seconds(draft.now())};
}

Status refuse_ended(const Request& request) {
  return fail(ErrorCode::kEnded,
              "This request is " + std::string(word(request.status)) + "; there is nothing left to revoke.");
}

void revoke_by_actor(Draft& draft, Request& request) {
  draft.end_lease(request, {.type = RevocationType::kManual, .by = draft.actor().email},
                  "revoked by " + draft.actor().email);
}

Status revoke_own(Draft& draft, Request& request) {
  switch (request.status) {
    case RS::kPending:
      if (auto ok = check_not_expired(draft, request); !ok) return ok;
      draft.move(request, RS::kCancelled, "taken back by the requester");
      return {};
    case RS::kGranting:
    case RS::kActive: {
      const Lease* lease = find_lease(draft.assignment(), request.id);
      if (lease == nullptr || lease->over) return refuse_ended(request);
      revoke_by_actor(draft, request);
      return {};
    }
    case RS::kExpired: return check_not_expired(draft, request);
    default: return refuse_ended(request);
  }
}

}  // namespace

Status run(Draft& draft, const command::Submit& command) {
  Request& request = named(draft, command.request);
  ensure(request.version == 0, "only a new request is submitted");
  request.requested_at = floor_seconds(draft.now());
  if (request.risk != Risk::kLow) {
    draft.owe(lapse_work(request.id, request.requested_at + draft.rules().pending_lapse));
    draft.move(request, RS::kPending, request.reason);
    return {};
  }
  if (auto ok = check_may_lease(draft); !ok) return ok;
  request.decision = Decision{.automatic = true, .at = floor_seconds(draft.now())};
  draft.grant(request);
  draft.move(request, RS::kGranting, request.reason);
  return {};
}

Status run(Draft& draft, const command::Approve& command) {
  Request& request = named(draft, command.request);
  if (auto ok = check_undecided(draft, request); !ok) return ok;
  if (auto ok = check_may_lease(draft); !ok) return ok;
  request.decision = decision_by(draft, command.comments);
  request.duration = std::min(request.duration, command.longest);
  draft.grant(request);
  draft.move(request, RS::kGranting, command.comments);
  return {};
}

Status run(Draft& draft, const command::Deny& command) {
  Request& request = named(draft, command.request);
  if (auto ok = check_undecided(draft, request); !ok) return ok;
  if (command.comments.empty()) {
    return fail(ErrorCode::kInvalid,
                "Please say in `comments` why you deny the request: the requester gets to read it.");
  }
  request.decision = decision_by(draft, command.comments);
  draft.move(request, RS::kDenied, command.comments);
  return {};
}

Status run(Draft& draft, const command::Cancel& command) { return revoke_own(draft, named(draft, command.request)); }

Status run(Draft& draft, const command::Revoke& command) {
  Request& request = named(draft, command.request);
  if (!command.every_lease) return revoke_own(draft, request);
  if (request.status == RS::kPending) {
    return fail(ErrorCode::kForbidden, "This request is PENDING: deny it, with a comment that says why.");
  }
  if (auto ok = revoke_own(draft, request); !ok) return ok;
  for (Request& other : draft.requests()) {
    const Lease* lease = find_lease(draft.assignment(), other.id);
    if (lease != nullptr && !lease->over) revoke_by_actor(draft, other);
  }
  return {};
}

Status run(Draft& draft, const command::Lapse& command) {
  Request& request = named(draft, command.request);
  if (request.status == RS::kPending && has_lapsed(draft, request)) {
    draft.move(request, RS::kExpired, "nobody decided in time");
  }
  return {};
}

Status run(Draft& draft, const command::EndLease& command) {
  Request& request = named(draft, command.request);
  const Lease* lease = find_lease(draft.assignment(), request.id);
  if (lease == nullptr || lease->over || draft.now() < lease->end) return {};
  if (request.status == RS::kGranting) {
    draft.fail_lease(request, kNotGrantedInTime);
    return {};
  }
  draft.end_lease(request, {.type = RevocationType::kAuto, .by = {}}, "its time is over");
  return {};
}

}  // namespace curfew
