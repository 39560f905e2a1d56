#include "domain/draft.h"

#include <algorithm>

#include "base/check.h"

namespace curfew {
namespace {

using RS = RequestStatus;
using AS = AssignmentState;

// A look not older than this may be acted on without another.
constexpr Millis kFreshLook = std::chrono::seconds(30);

// A look of the future (the clock was set back, or another server's runs ahead) is no fresh one.
bool is_fresh(Instant looked, Instant now) { return looked <= now && now - looked <= kFreshLook; }

bool nothing_of_ours(const Assignment& assignment) { return !may_exist_by_us(assignment); }

bool create_may_be_running(const Assignment& assignment) {
  return assignment.state == AS::kCreating && assignment.operation &&
         (assignment.operation->open || !assignment.operation->id.empty());
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

// Nobody is told what happened before Curfew came, and more than a day ago.
bool is_old_news(const Request& request, Instant now) {
  return request.adopted_at && now > Instant(request.expires_at.value_or(request.requested_at)) + std::chrono::days(1);
}

}  // namespace

std::string chain_of(const Request& request) { return "request/" + request.id.str(); }

std::string chain_of(const Assignment& assignment) { return "assignment/" + assignment.key.str(); }

Draft::Draft(Scene scene, Actor actor, Instant now, const Rules& rules)
    : scene_(std::move(scene)), before_(scene_), actor_(std::move(actor)), now_(now), rules_(rules) {
  // A version before this one, which waits for no timer, may have granted what waited for one.
  for (const Request& request : scene_.requests) {
    if (Lease* lease = lease_of(request.id); lease != nullptr && request.status == RS::kActive) {
      lease->awaits_timer = false;
    }
  }
}

Request* Draft::request(const RequestId& id) {
  const auto found = std::ranges::find(scene_.requests, id, &Request::id);
  return found == scene_.requests.end() ? nullptr : &*found;
}

Lease* Draft::lease_of(const RequestId& id) {
  const auto found = std::ranges::find(scene_.assignment.leases, id, &Lease::request_id);
  return found == scene_.assignment.leases.end() ? nullptr : &*found;
}

const Lease* Draft::holder() const {
  const Lease* longest = nullptr;
  for (const Lease& lease : scene_.assignment.leases) {
    if (wants_access(lease) && (longest == nullptr || lease.end > longest->end)) longest = &lease;
  }
  return longest;
}

void Draft::grant(Request& request) {
  ensure(request.decision.has_value(), "a grant needs a decision");
  const Seconds decided = request.decision->at;
  request.expires_at = decided + request.duration;
  scene_.assignment.leases.push_back({.request_id = request.id,
                                      .end = *request.expires_at,
                                      .grant_by = decided + rules_.granting_limit,
                                      .awaits_timer = rules_.timer_outside});
  owed_.push_back(end_lease_work(request.id, *request.expires_at));
  if (rules_.timer_outside) owed_.push_back(timer_work(request.id, now_));
}

// One that the lease waits for may be set, or be about to be. What the deployment before set goes with the adoption.
bool Draft::may_have_timer(const Request& request) {
  if (was_given_before(request)) return false;
  const Lease* lease = lease_of(request.id);
  return !request.schedule_arn.empty() || (lease != nullptr && lease->awaits_timer);
}

void Draft::start_revoking(Request& request, const std::string& detail) {
  const Assignment& assignment = scene_.assignment;
  if (assignment.state == AS::kBlocked) {
    request.trouble = "AWS refuses to take the access away: " + assignment.operation->cause;
  }
  move(request, RS::kRevoking, detail);
}

void Draft::end_lease(Request& request, const Revocation& revocation, const std::string& detail) {
  Lease* lease = lease_of(request.id);
  ensure(lease != nullptr && !lease->over, "only a live lease can be ended");
  lease->over = true;
  request.revocation = revocation;
  start_revoking(request, detail);
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
  const bool create_is_sent = scene_.assignment.state == AS::kHeld || create_may_be_running(scene_.assignment);
  for (Request& request : scene_.requests) {
    const Lease* lease = lease_of(request.id);
    if (lease == nullptr || lease->over || request.status != RS::kGranting) continue;
    if (now_ >= lease->end || (now_ >= lease->grant_by && !create_is_sent)) fail_lease(request, kNotGrantedInTime);
  }
}

void Draft::note_lost_answer() {
  Assignment& assignment = scene_.assignment;
  Operation& operation = *assignment.operation;
  operation.lost = true;
  if (rules_.settle == Millis::zero()) return;
  auto& until =
      operation.kind == OperationKind::kCreate ? assignment.create_in_doubt_until : assignment.delete_in_doubt_until;
  until = std::max(until.value_or(now_), operation.asked_at.value_or(now_) + rules_.settle);
}

void Draft::begin_deleting(const std::string& detail, bool look_first, MovedBy by) {
  Assignment& assignment = scene_.assignment;
  const bool lost = assignment.operation && assignment.operation->lost;
  assignment.operation =
      Operation{.kind = OperationKind::kDelete, .lost = lost, .look_first = look_first, .next_at = now_};
  assignment.deleted_at.reset();
  assignment.look_at.reset();
  move(AS::kDeleting, detail, by);
}

void Draft::gone(const std::string& detail) {
  Assignment& assignment = scene_.assignment;
  assignment.operation.reset();
  assignment.seen_absent_at = now_;
  if (rules_.settle > Millis::zero()) assignment.deleted_at = now_;
  move(AS::kAbsent, detail);
}

std::string Draft::digest_before(const std::string& chain) const {
  const auto last = std::ranges::find(events_.rbegin(), events_.rend(), chain, &AuditEvent::chain);
  if (last != events_.rend()) return last->record_digest;
  if (chain == chain_of(before_.assignment)) {
    return before_.assignment.event_count == 0 ? std::string{} : record_digest(before_.assignment);
  }
  const auto request = std::ranges::find(before_.requests, chain, [](const Request& r) { return chain_of(r); });
  return request == before_.requests.end() || request->version == 0 ? std::string{} : record_digest(*request);
}

void Draft::owe_letters(const Request& request) {
  if (request.user_email.empty() || is_old_news(request, now_)) return;
  if (const auto letter = letter_for(request)) {
    owed_.push_back(letter_work(request.id, *letter, request.user_email, now_));
  }
  if (request.status != RS::kPending) return;
  owed_.push_back(notice_work(request.id, now_));
  if (rules_.notice_topic) owed_.push_back(topic_notice_work(request.id, now_));
}

// ---- Consequences ------------------------------------------------------------------------------------------------

void Draft::steer() {
  const bool wanted = is_wanted(scene_.assignment);
  switch (scene_.assignment.state) {
    case AS::kUnknown:
    case AS::kAbsent:
    case AS::kStanding:
      if (wanted) want_access();
      break;
    case AS::kCreating:
      if (!wanted) withdraw_create();
      break;
    case AS::kAdopted:
    case AS::kHeld:
      if (!wanted) begin_deleting("the last lease is over", false);
      break;
    case AS::kDeleting:
    case AS::kBlocked: break;  // a lease that comes now waits for the end of the deletion
  }
}

void Draft::want_access() {
  Assignment& assignment = scene_.assignment;
  // An earlier delete that still may arrive would take away what is made now.
  const Instant safe_at = std::max(assignment.delete_in_doubt_until.value_or(now_), now_);
  const bool fresh =
      assignment.state == AS::kAbsent && assignment.seen_absent_at && is_fresh(*assignment.seen_absent_at, now_);
  if (fresh && safe_at == now_) {
    assignment.operation = Operation{.kind = OperationKind::kCreate, .next_at = now_};
    assignment.look_at.reset();
    move(AS::kCreating, "a lease wants it, and a look found it absent");
    return;
  }
  if (assignment.state != AS::kUnknown) {
    assignment.look_at = safe_at;
    move(AS::kUnknown, safe_at == now_ ? "a lease wants it, and nobody has looked lately"
                                       : "a lease wants it, and a delete whose answer is lost may still arrive");
  }
  if (!assignment.look_at) assignment.look_at = safe_at;
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
    if (lease == nullptr || !wants_access(*lease) || request.status != RS::kGranting) continue;
    request.granted_at = floor_seconds(now_);
    move(request, RS::kActive, "AWS reports the access");
  }
}

void Draft::conclude_over_leases() {
  Assignment& assignment = scene_.assignment;
  const bool kept =
      assignment.state == AS::kCreating || assignment.state == AS::kAdopted || assignment.state == AS::kHeld;
  const bool held = kept && holder() != nullptr;
  const bool over = nothing_of_ours(assignment) || held;
  const std::vector<Lease> leases = assignment.leases;
  for (const Lease& lease : leases) {
    if (!lease.over) continue;
    Request* request = this->request(lease.request_id);
    ensure(request != nullptr, "a scene holds the request of every lease");
    if (over) {
      conclude(*request, held ? holder() : nullptr);
      std::erase_if(assignment.leases, [&](const Lease& l) { return l.request_id == lease.request_id; });
    } else if (request->status == RS::kGranting) {
      start_revoking(*request, request->failure);
    }
  }
}

void Draft::conclude(Request& request, const Lease* holder) {
  request.trouble.clear();
  if (holder != nullptr) {
    request.access_until = holder->end;
    request.held_by = holder->request_id;
  }
  if (!request.revocation) {
    move(request, RS::kFailed, request.failure);
  } else {
    move(request, RS::kRevoked, holder != nullptr ? "held by request " + holder->request_id.str() : request.failure);
  }
}

void Draft::plan_look() {
  Assignment& assignment = scene_.assignment;
  if (!nothing_of_ours(assignment) || is_wanted(assignment)) return;
  if (!assignment.deleted_at) {
    assignment.look_at.reset();
    return;
  }
  const Instant settled = *assignment.deleted_at + rules_.settle;
  assignment.look_at = std::max(assignment.look_at.value_or(settled), settled);
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
  plan_look();
  if (to_attributes(scene_.assignment) != to_attributes(before_.assignment)) {
    ++scene_.assignment.version;
    owe_next_step();
  }
  return {.after = std::move(scene_),
          .events = std::move(events_),
          .owed = std::move(owed_),
          .settled = std::move(settled_)};
}

}  // namespace curfew
