#include "domain/lifecycle.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/check.h"
#include "domain/draft.h"

namespace curfew {
namespace {

using RS = RequestStatus;
using AS = AssignmentState;

// ---- The whole lifecycle -----------------------------------------------------------------------------------------

struct RequestRow {
  std::optional<RS> from;  // empty: a new request
  RS to;
  std::string_view action;  // of the audit event
};

constexpr std::array<RequestRow, 14> kRequestTable{{
    {std::nullopt, RS::kPending, "request.submitted"},   // high risk
    {std::nullopt, RS::kGranting, "request.submitted"},  // low risk
    {RS::kPending, RS::kGranting, "request.approved"},
    {RS::kPending, RS::kDenied, "request.denied"},
    {RS::kPending, RS::kCancelled, "request.cancelled"},
    {RS::kPending, RS::kExpired, "request.expired"},   // nobody decided in time
    {RS::kGranting, RS::kGranting, "access.timed"},    // a timer outside watches its end
    {RS::kGranting, RS::kActive, "access.granted"},    // AWS reported SUCCEEDED
    {RS::kGranting, RS::kRevoking, "access.ending"},   // revoked, or could not be granted and is cleaned up
    {RS::kGranting, RS::kFailed, "access.failed"},     // could not be granted, and nothing was asked for
    {RS::kActive, RS::kRevoking, "access.ending"},     // its time is over, or somebody revoked
    {RS::kRevoking, RS::kRevoking, "access.blocked"},  // AWS refuses to take it away: the cause goes on record
    {RS::kRevoking, RS::kRevoked, "access.revoked"},   // gone, or held by another live lease
    {RS::kRevoking, RS::kFailed, "access.failed"},     // could not be granted, and is cleaned up
}};

struct AssignmentRow {
  AS from;
  AS to;
  std::string_view action;
};

constexpr std::array<AssignmentRow, 23> kAssignmentTable{{
    {AS::kUnknown, AS::kAbsent, "assignment.absent"},      // a look found nothing
    {AS::kUnknown, AS::kStanding, "assignment.standing"},  // a look found what Curfew did not give
    {AS::kUnknown, AS::kDeleting, "assignment.returned"},  // found after our deletion: ours, and in the way
    {AS::kAbsent, AS::kUnknown, "assignment.unknown"},     // a lease came and the last look is too old
    {AS::kAbsent, AS::kStanding, "assignment.standing"},
    {AS::kAbsent, AS::kDeleting, "assignment.returned"},  // found after our deletion without a lease: ours
    {AS::kAbsent, AS::kCreating, "assignment.creating"},  // the first lease
    {AS::kStanding, AS::kUnknown, "assignment.unknown"},
    {AS::kStanding, AS::kAbsent, "assignment.absent"},
    {AS::kStanding, AS::kDeleting, "assignment.returned"},  // stands through a group, and ours came back beside it
    {AS::kCreating, AS::kHeld, "assignment.held"},
    {AS::kCreating, AS::kAbsent, "assignment.absent"},  // no create was sent, or AWS surely did nothing
    {AS::kCreating, AS::kDeleting, "assignment.deleting"},
    {AS::kHeld, AS::kDeleting, "assignment.deleting"},   // the last lease is over
    {AS::kUnknown, AS::kAdopted, "assignment.adopted"},  // a record of the deployment before names it
    {AS::kAbsent, AS::kAdopted, "assignment.adopted"},
    {AS::kStanding, AS::kAdopted, "assignment.adopted"},
    {AS::kCreating, AS::kAdopted, "assignment.adopted"},
    {AS::kAdopted, AS::kHeld, "assignment.held"},          // a look found it
    {AS::kAdopted, AS::kDeleting, "assignment.deleting"},  // the last lease is over, or a look found nothing
    {AS::kDeleting, AS::kAbsent, "assignment.absent"},
    {AS::kDeleting, AS::kBlocked, "assignment.blocked"},
    {AS::kBlocked, AS::kAbsent, "assignment.absent"},
}};

// What only an administrator's order leads to stands apart: a release, the only way out of BLOCKED without AWS's word,
// and the taking of what Curfew did not give.
constexpr std::array<AssignmentRow, 4> kOrderTable{{
    {AS::kBlocked, AS::kUnknown, "assignment.released"},
    {AS::kUnknown, AS::kDeleting, "assignment.taken"},
    {AS::kAbsent, AS::kDeleting, "assignment.taken"},
    {AS::kStanding, AS::kDeleting, "assignment.taken"},
}};

// So does what the deployment before Curfew left on record: its history begins with us.
constexpr std::array<RequestRow, 3> kAdoptionTable{{
    {std::nullopt, RS::kPending, "request.adopted"},
    {std::nullopt, RS::kActive, "request.adopted"},
    {std::nullopt, RS::kRevoking, "request.adopted"},  // its end is over, or a revocation has failed
}};

// ------------------------------------------------------------------------------------------------------------------

const RequestRow& row_for(const Request& request, RS to, MovedBy by) {
  const auto from = request.version == 0 ? std::nullopt : std::optional(request.status);
  const auto rows = by == MovedBy::kAdoption ? std::span<const RequestRow>(kAdoptionTable)
                                             : std::span<const RequestRow>(kRequestTable);
  const auto row = std::ranges::find_if(rows, [&](const RequestRow& r) { return r.from == from && r.to == to; });
  ensure(row != rows.end(), "a request may only take the transitions of the table");
  return *row;
}

const AssignmentRow& row_for(const Assignment& assignment, AS to, MovedBy by) {
  const auto rows = by == MovedBy::kOrder ? std::span<const AssignmentRow>(kOrderTable)
                                          : std::span<const AssignmentRow>(kAssignmentTable);
  const auto row =
      std::ranges::find_if(rows, [&](const AssignmentRow& r) { return r.from == assignment.state && r.to == to; });
  ensure(row != rows.end(), "an assignment may only take the transitions of the table");
  return *row;
}

// What a lease that is over still waits for: the end of a create, or of a deletion.
bool is_being_cleared(const Assignment& assignment) {
  return assignment.state == AS::kCreating || assignment.state == AS::kDeleting || assignment.state == AS::kBlocked;
}

bool fits(const Lease& lease, const Request& request, const Assignment& assignment) {
  if (!request.decision || request.expires_at != lease.end) return false;
  if (lease.over) return request.status == RS::kRevoking && is_being_cleared(assignment);
  if (request.status == RS::kActive) return assignment.state == AS::kHeld || assignment.state == AS::kAdopted;
  return request.status == RS::kGranting;
}

bool needs_lease(const Request& request) {
  return request.status == RS::kGranting || request.status == RS::kActive || request.status == RS::kRevoking;
}

// Exactly the states in which something is under way have an operation, and it is the right one.
bool operation_fits(const Assignment& assignment) {
  const auto& operation = assignment.operation;
  switch (assignment.state) {
    case AS::kCreating: return operation && operation->kind == OperationKind::kCreate;
    case AS::kDeleting:
    case AS::kBlocked: return operation && operation->kind == OperationKind::kDelete;
    case AS::kUnknown:
    case AS::kAbsent:
    case AS::kStanding:
    case AS::kAdopted:
    case AS::kHeld: return !operation;
  }
  return false;
}

int drive_priority(const Assignment& assignment) {
  const bool wanted = is_wanted(assignment) && assignment.state != AS::kDeleting && assignment.state != AS::kBlocked;
  return wanted ? kGrantPriority : kRevokePriority;
}

}  // namespace

Result<Transition> apply(const Scene& scene, const Command& command, const Actor& actor, Instant now,
                         const Rules& rules) {
  Draft draft(scene, actor, now, rules);
  const Status ran = std::visit([&](const auto& c) { return run(draft, c); }, command);
  if (!ran) return fail(ran.error());
  return draft.finish();
}

void Draft::move(Request& request, RS to, const std::string& detail, MovedBy by) {
  const RequestRow& row = row_for(request, to, by);
  const std::string from = row.from ? std::string(word(*row.from)) : std::string{};
  const bool was_pending = row.from == RS::kPending;
  const bool was_leased = row.from == RS::kGranting || row.from == RS::kActive;
  request.status = to;
  if (is_final(to)) request.ended_at = floor_seconds(now_);
  ++request.version;
  AuditEvent event{.chain = chain_of(request),
                   .at = now_,
                   .actor = actor_,
                   .action = std::string(row.action),
                   .from = from,
                   .to = std::string(word(to)),
                   .detail = detail,
                   .digest_before = digest_before(chain_of(request)),
                   .record_digest = record_digest(request)};
  events_.push_back(chained(std::move(event), request.version - 1, request.event_hash));
  request.event_hash = events_.back().hash;
  if (was_pending) settled_.push_back(lapse_work(request.id, now_).id);
  if (to == RS::kRevoking || to == RS::kFailed) {
    settled_.push_back(end_lease_work(request.id, now_).id);
    if (was_leased && may_have_timer(request)) owed_.push_back(timer_work(request.id, now_));
  }
  if (to != row.from && by != MovedBy::kAdoption) owe_letters(request);
}

void Draft::move(AS to, const std::string& detail, MovedBy by) {
  Assignment& assignment = scene_.assignment;
  const AssignmentRow& row = row_for(assignment, to, by);
  assignment.state = to;
  AuditEvent event{.chain = chain_of(assignment),
                   .at = now_,
                   .actor = actor_,
                   .action = std::string(row.action),
                   .from = std::string(word(row.from)),
                   .to = std::string(word(to)),
                   .detail = detail,
                   .digest_before = digest_before(chain_of(assignment)),
                   .record_digest = record_digest(assignment)};
  events_.push_back(chained(std::move(event), assignment.event_count, assignment.event_hash));
  ++assignment.event_count;
  assignment.event_hash = events_.back().hash;
}

Status check_consistent(const Scene& scene) {
  const std::vector<Lease>& leases = scene.assignment.leases;
  for (const Lease& lease : leases) {
    const auto request = std::ranges::find(scene.requests, lease.request_id, &Request::id);
    const bool known = request != scene.requests.end() && request->access == scene.assignment.key;
    const bool once = std::ranges::count(leases, lease.request_id, &Lease::request_id) == 1;
    if (known && once && fits(lease, *request, scene.assignment)) continue;
    return damaged_record("the lease of request " + lease.request_id.str() + " on " + scene.assignment.key.str() +
                          " does not fit its request");
  }
  for (const Request& request : scene.requests) {
    // The history of the deployment before is only looked at.
    if (request.version < 1 && !is_final(request.status)) {
      return damaged_record("request " + request.id.str() + " has no version");
    }
    if (!needs_lease(request) || find_lease(scene.assignment, request.id) != nullptr) continue;
    return damaged_record("request " + request.id.str() + " has no lease");
  }
  if (!operation_fits(scene.assignment)) {
    return damaged_record("the operation of " + scene.assignment.key.str() + " does not fit its state");
  }
  return {};
}

NextAction next_action(const Assignment& assignment) {
  using Kind = NextAction::Kind;
  const auto& operation = assignment.operation;
  if (!operation) {
    if (!assignment.look_at) return {};
    return {.kind = Kind::kLook, .operation = OperationKind::kCreate, .at = *assignment.look_at};
  }
  const Kind kind = !operation->id.empty()                        ? Kind::kCheck
                    : operation->missing || operation->look_first ? Kind::kLook
                                                                  : Kind::kAsk;
  return {.kind = kind, .operation = operation->kind, .at = operation->next_at};
}

std::optional<OwedWork> next_work(const Assignment& assignment) {
  const NextAction next = next_action(assignment);
  if (next.kind == NextAction::Kind::kNone) return std::nullopt;
  const bool in_flight = next.kind == NextAction::Kind::kCheck;
  return drive_work(assignment.key, next.at, drive_priority(assignment), in_flight);
}

bool may_ask(const Assignment& assignment, OperationKind operation) {
  const auto& op = assignment.operation;
  return op && op->kind == operation && op->open && op->id.empty();
}

bool may_exist_by_us(const Assignment& assignment) {
  return assignment.state != AS::kUnknown && assignment.state != AS::kAbsent && assignment.state != AS::kStanding;
}

bool would_be_standing(const Assignment& assignment) {
  return !may_exist_by_us(assignment) && !assignment.deleted_at && !has_live_lease(assignment);
}

bool would_be_listed(const Scene& scene, Instant listed_at, const Rules& rules) {
  if (scene.assignment.state != AS::kHeld) return false;
  // Whoever is ACTIVE on it became so when it was HELD already; the record keeps the second in which that was.
  return std::ranges::any_of(scene.requests, [&](const Request& request) {
    const bool on_it = find_lease(scene.assignment, request.id) != nullptr && request.granted_at.has_value();
    return on_it && listed_at >= Instant(*request.granted_at + std::chrono::seconds(1)) + rules.settle;
  });
}

}  // namespace curfew
