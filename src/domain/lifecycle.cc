#include "domain/lifecycle.h"

#include <algorithm>
#include <array>

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

constexpr std::array<RequestRow, 13> kRequestTable{{
    {std::nullopt, RS::kPending, "request.submitted"},   // high risk
    {std::nullopt, RS::kGranting, "request.submitted"},  // low risk
    {RS::kPending, RS::kGranting, "request.approved"},
    {RS::kPending, RS::kDenied, "request.denied"},
    {RS::kPending, RS::kCancelled, "request.cancelled"},
    {RS::kPending, RS::kExpired, "request.expired"},   // nobody decided in time
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

constexpr std::array<AssignmentRow, 16> kAssignmentTable{{
    {AS::kUnknown, AS::kAbsent, "assignment.absent"},      // a look found nothing
    {AS::kUnknown, AS::kStanding, "assignment.standing"},  // a look found what Curfew did not give
    {AS::kUnknown, AS::kDeleting, "assignment.returned"},  // found after our deletion: ours, and in the way
    {AS::kAbsent, AS::kUnknown, "assignment.unknown"},     // a lease came and the last look is too old
    {AS::kAbsent, AS::kStanding, "assignment.standing"},
    {AS::kAbsent, AS::kDeleting, "assignment.returned"},  // found after our deletion without a lease: ours
    {AS::kAbsent, AS::kCreating, "assignment.creating"},  // the first lease
    {AS::kStanding, AS::kUnknown, "assignment.unknown"},
    {AS::kStanding, AS::kAbsent, "assignment.absent"},
    {AS::kCreating, AS::kHeld, "assignment.held"},
    {AS::kCreating, AS::kAbsent, "assignment.absent"},  // no create was sent, or AWS surely did nothing
    {AS::kCreating, AS::kDeleting, "assignment.deleting"},
    {AS::kHeld, AS::kDeleting, "assignment.deleting"},  // the last lease is over
    {AS::kDeleting, AS::kAbsent, "assignment.absent"},
    {AS::kDeleting, AS::kBlocked, "assignment.blocked"},
    {AS::kBlocked, AS::kAbsent, "assignment.absent"},
}};

// An administrator's release is the only way out of BLOCKED without AWS's word, and so stands apart.
constexpr AssignmentRow kRelease{AS::kBlocked, AS::kUnknown, "assignment.released"};

// A look not older than this may be acted on without another.
constexpr Millis kFreshLook = std::chrono::seconds(30);

// ------------------------------------------------------------------------------------------------------------------

const RequestRow& row_for(const Request& request, RS to) {
  const auto from = request.version == 0 ? std::nullopt : std::optional(request.status);
  const auto* row =
      std::ranges::find_if(kRequestTable, [&](const RequestRow& r) { return r.from == from && r.to == to; });
  ensure(row != kRequestTable.end(), "a request may only take the transitions of the table");
  return *row;
}

const AssignmentRow& row_for(const Assignment& assignment, AS to) {
  if (assignment.state == kRelease.from && to == kRelease.to) return kRelease;
  const auto* row = std::ranges::find_if(
      kAssignmentTable, [&](const AssignmentRow& r) { return r.from == assignment.state && r.to == to; });
  ensure(row != kAssignmentTable.end(), "an assignment may only take the transitions of the table");
  return *row;
}

bool nothing_of_ours(AS state) { return state == AS::kUnknown || state == AS::kAbsent || state == AS::kStanding; }

bool fits(const Lease& lease, RS status) {
  return lease.over ? status == RS::kRevoking : status == RS::kGranting || status == RS::kActive;
}

bool create_may_be_running(const Assignment& assignment) {
  return assignment.state == AS::kCreating && assignment.operation &&
         (assignment.operation->open || !assignment.operation->id.empty());
}

int drive_priority(const Assignment& assignment) {
  const bool wanted =
      has_live_lease(assignment) && assignment.state != AS::kDeleting && assignment.state != AS::kBlocked;
  return wanted ? kGrantPriority : kRevokePriority;
}

std::optional<LetterKind> letter_for(const Request& request) {
  switch (request.status) {
    case RS::kPending: return LetterKind::kApprovalPending;
    case RS::kActive: return request.decision->automatic ? LetterKind::kAccessGranted : LetterKind::kRequestApproved;
    case RS::kDenied: return LetterKind::kRequestDenied;
    case RS::kExpired: return LetterKind::kRequestExpired;
    case RS::kFailed: return LetterKind::kAccessFailed;
    case RS::kRevoked:
      return request.revocation->type == RevocationType::kAuto ? LetterKind::kAccessAutoRevoked
                                                               : LetterKind::kAccessManuallyRevoked;
    case RS::kGranting:
    case RS::kRevoking:
    case RS::kCancelled: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Result<Transition> apply(const Scene& scene, const Command& command, const Actor& actor, Instant now,
                         const Rules& rules) {
  Draft draft(scene, actor, now, rules);
  const Status ran = std::visit([&](const auto& c) { return run(draft, c); }, command);
  if (!ran) return fail(ran.error());
  return draft.finish();
}

Status check_consistent(const Scene& scene) {
  for (const Lease& lease : scene.assignment.leases) {
    const auto request = std::ranges::find(scene.requests, lease.request_id, &Request::id);
    const bool known = request != scene.requests.end() && request->access == scene.assignment.key;
    if (known && fits(lease, request->status)) continue;
    return fail(ErrorCode::kDamaged,
                "A stored record is damaged. Run `curfew audit verify` and see docs/troubleshooting.md.",
                "the lease of request " + lease.request_id.str() + " on " + scene.assignment.key.str() +
                    " does not fit its request");
  }
  for (const Request& request : scene.requests) {
    const bool needs_lease = request.version > 0 && (request.status == RS::kGranting || request.status == RS::kActive ||
                                                     request.status == RS::kRevoking);
    if (!needs_lease || find_lease(scene.assignment, request.id) != nullptr) continue;
    return fail(ErrorCode::kDamaged,
                "A stored record is damaged. Run `curfew audit verify` and see docs/troubleshooting.md.",
                "request " + request.id.str() + " has no lease");
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

bool may_exist_by_us(const Assignment& assignment) { return !nothing_of_ours(assignment.state); }

// ---- Draft -------------------------------------------------------------------------------------------------------

Request* Draft::request(const RequestId& id) {
  const auto found = std::ranges::find(scene_.requests, id, &Request::id);
  return found == scene_.requests.end() ? nullptr : &*found;
}

Lease* Draft::lease_of(const RequestId& id) {
  const auto found = std::ranges::find(scene_.assignment.leases, id, &Lease::request_id);
  return found == scene_.assignment.leases.end() ? nullptr : &*found;
}

const Lease* Draft::longest_live_lease() const {
  const Lease* longest = nullptr;
  for (const Lease& lease : scene_.assignment.leases) {
    if (!lease.over && (longest == nullptr || lease.end > longest->end)) longest = &lease;
  }
  return longest;
}

void Draft::move(Request& request, RS to, const std::string& detail) {
  const RequestRow& row = row_for(request, to);
  const std::string from = row.from ? std::string(word(*row.from)) : std::string{};
  const bool was_pending = row.from == RS::kPending;
  request.status = to;
  if (is_final(to)) request.ended_at = floor_seconds(now_);
  ++request.version;
  AuditEvent event{.chain = "request/" + request.id.str(),
                   .at = now_,
                   .actor = actor_,
                   .action = std::string(row.action),
                   .from = from,
                   .to = std::string(word(to)),
                   .detail = detail,
                   .record_digest = record_digest(request)};
  events_.push_back(chained(std::move(event), request.version - 1, request.event_hash));
  request.event_hash = events_.back().hash;
  if (was_pending) settled_.push_back(lapse_work(request.id, now_).id);
  if (to == RS::kRevoking || to == RS::kFailed) settled_.push_back(end_lease_work(request.id, now_).id);
  if (to != row.from) owe_letters(request);
}

void Draft::move(AS to, const std::string& detail) {
  Assignment& assignment = scene_.assignment;
  const AssignmentRow& row = row_for(assignment, to);
  assignment.state = to;
  AuditEvent event{.chain = "assignment/" + assignment.key.str(),
                   .at = now_,
                   .actor = actor_,
                   .action = std::string(row.action),
                   .from = std::string(word(row.from)),
                   .to = std::string(word(to)),
                   .detail = detail,
                   .record_digest = record_digest(assignment)};
  events_.push_back(chained(std::move(event), assignment.event_count, assignment.event_hash));
  ++assignment.event_count;
  assignment.event_hash = events_.back().hash;
}

void Draft::owe_letters(const Request& request) {
  if (const auto letter = letter_for(request)) {
    owed_.push_back(letter_work(request.id, *letter, request.user_email, now_));
  }
  if (request.status == RS::kPending) owed_.push_back(notice_work(request.id, now_));
}

void Draft::grant(Request& request) {
  ensure(request.decision.has_value(), "a grant needs a decision");
  const Seconds decided = request.decision->at;
  request.expires_at = decided + request.duration;
  scene_.assignment.leases.push_back(
      {.request_id = request.id, .end = *request.expires_at, .grant_by = decided + rules_.granting_limit});
  owed_.push_back(end_lease_work(request.id, *request.expires_at));
}

void Draft::end_lease(Request& request, const Revocation& revocation, const std::string& detail) {
  Lease* lease = lease_of(request.id);
  ensure(lease != nullptr && !lease->over, "only a live lease can be ended");
  lease->over = true;
  request.revocation = revocation;
  move(request, RS::kRevoking, detail);
}

void Draft::fail_lease(Request& request, const std::string& failure) {
  Lease* lease = lease_of(request.id);
  ensure(lease != nullptr && !lease->over, "only a live lease can fail");
  lease->over = true;
  request.failure = failure;
}

void Draft::fail_live_leases(const std::string& failure) {
  for (Request& request : scene_.requests) {
    const Lease* lease = lease_of(request.id);
    if (lease != nullptr && !lease->over) fail_lease(request, failure);
  }
}

void Draft::fail_late_leases() {
  if (scene_.assignment.state == AS::kHeld || create_may_be_running(scene_.assignment)) return;
  for (Request& request : scene_.requests) {
    const Lease* lease = lease_of(request.id);
    if (lease == nullptr || lease->over) continue;
    if (now_ >= lease->end || now_ >= lease->grant_by) {
      fail_lease(request, "The access could not be granted in time, so it was given up and nothing was left behind.");
    }
  }
}

void Draft::begin_deleting(const std::string& detail, bool look_first) {
  Assignment& assignment = scene_.assignment;
  const bool lost = assignment.operation && assignment.operation->lost;
  assignment.operation =
      Operation{.kind = OperationKind::kDelete, .lost = lost, .look_first = look_first, .next_at = now_};
  assignment.deleted_at.reset();
  assignment.look_at.reset();
  move(AS::kDeleting, detail);
}

void Draft::gone(const std::string& detail) {
  Assignment& assignment = scene_.assignment;
  assignment.operation.reset();
  assignment.seen_absent_at = now_;
  if (rules_.settle > Millis::zero()) {
    assignment.deleted_at = now_;
    assignment.look_at = now_ + rules_.settle;
  }
  for (Request& request : scene_.requests) {
    if (request.status == RS::kRevoking && request.revocation) request.failure.clear();
  }
  move(AS::kAbsent, detail);
}

// ---- Consequences ------------------------------------------------------------------------------------------------

void Draft::steer() {
  const bool wanted = has_live_lease(scene_.assignment);
  switch (scene_.assignment.state) {
    case AS::kUnknown:
    case AS::kAbsent:
    case AS::kStanding:
      if (wanted) want_access();
      break;
    case AS::kCreating:
      if (!wanted) withdraw_create();
      break;
    case AS::kHeld:
      if (!wanted) begin_deleting("the last lease is over", false);
      break;
    case AS::kDeleting:
    case AS::kBlocked: break;  // a lease that comes now waits for the end of the deletion
  }
}

void Draft::want_access() {
  Assignment& assignment = scene_.assignment;
  const bool fresh =
      assignment.state == AS::kAbsent && assignment.seen_absent_at && now_ - *assignment.seen_absent_at <= kFreshLook;
  if (fresh) {
    assignment.operation = Operation{.kind = OperationKind::kCreate, .next_at = now_};
    assignment.deleted_at.reset();
    assignment.look_at.reset();
    move(AS::kCreating, "a lease wants it, and a look found it absent");
    return;
  }
  if (assignment.state != AS::kUnknown) {
    assignment.look_at = now_;
    move(AS::kUnknown, "a lease wants it, and nobody has looked lately");
  }
  if (!assignment.look_at) assignment.look_at = now_;
}

void Draft::withdraw_create() {
  Assignment& assignment = scene_.assignment;
  if (create_may_be_running(assignment)) return;  // its end will be seen, and then it is deleted
  if (assignment.operation && assignment.operation->lost) {
    begin_deleting("no lease wants it, and a create may have taken effect", false);
    return;
  }
  assignment.operation.reset();
  move(AS::kAbsent, "no lease wants it, and no create took effect");
}

void Draft::activate_held() {
  if (scene_.assignment.state != AS::kHeld) return;
  for (Request& request : scene_.requests) {
    const Lease* lease = lease_of(request.id);
    if (lease == nullptr || lease->over || request.status != RS::kGranting) continue;
    request.granted_at = floor_seconds(now_);
    move(request, RS::kActive, "AWS reports the access");
  }
}

void Draft::conclude_over_leases() {
  Assignment& assignment = scene_.assignment;
  const bool held =
      (assignment.state == AS::kCreating || assignment.state == AS::kHeld) && longest_live_lease() != nullptr;
  const bool over = nothing_of_ours(assignment.state) || held;
  const std::vector<Lease> leases = assignment.leases;
  for (const Lease& lease : leases) {
    if (!lease.over) continue;
    Request* request = this->request(lease.request_id);
    ensure(request != nullptr, "a scene holds the request of every lease");
    if (over) {
      conclude(*request);
      std::erase_if(assignment.leases, [&](const Lease& l) { return l.request_id == lease.request_id; });
    } else if (request->status == RS::kGranting) {
      move(*request, RS::kRevoking, request->failure);
    }
  }
}

void Draft::conclude(Request& request) {
  if (!request.revocation) {
    move(request, RS::kFailed, request.failure);
    return;
  }
  if (const Lease* holder = longest_live_lease()) {
    request.access_until = holder->end;
    request.held_by = holder->request_id;
    move(request, RS::kRevoked, "held by request " + holder->request_id.str());
    return;
  }
  move(request, RS::kRevoked, request.failure);
}

void Draft::owe_next_step() {
  if (auto work = next_work(scene_.assignment)) {
    owed_.push_back(std::move(*work));
  } else {
    settled_.push_back(drive_work(scene_.assignment.key, now_, kGrantPriority, false).id);
  }
}

Transition Draft::finish() {
  steer();
  activate_held();
  conclude_over_leases();
  Assignment& assignment = scene_.assignment;
  if (assignment.state == AS::kUnknown && !has_live_lease(assignment)) {
    assignment.look_at.reset();
    if (assignment.deleted_at) assignment.look_at = *assignment.deleted_at + rules_.settle;
  }
  if (to_attributes(assignment) != to_attributes(before_)) {
    ++assignment.version;
    owe_next_step();
  }
  return {.after = std::move(scene_),
          .events = std::move(events_),
          .owed = std::move(owed_),
          .settled = std::move(settled_)};
}

}  // namespace curfew
