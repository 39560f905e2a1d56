#include "lifecycle_invariants.h"

#include <algorithm>
#include <set>

namespace curfew::test {
namespace {

using RS = RequestStatus;
using AS = AssignmentState;

class Judge {
 public:
  explicit Judge(const Passage& passage) : p_(passage), after_(passage.transition.after) {}

  std::vector<std::string> judge() {
    Scene stored = after_;
    std::erase_if(stored.requests, [](const Request& request) { return request.version == 0; });  // not submitted yet
    hold(check_consistent(stored).has_value(), "the scene is consistent");
    for (const Request& request : after_.requests) judge_request(request);
    judge_assignment();
    judge_owed_work();
    judge_calls();
    return broken_;
  }

 private:
  void hold(bool holds, const std::string& promise) {
    if (!holds) broken_.push_back(promise);
  }

  [[nodiscard]] const Request* before(const RequestId& id) const {
    const auto found = std::ranges::find(p_.before.requests, id, &Request::id);
    return found == p_.before.requests.end() ? nullptr : &*found;
  }

  // Exactly one event for each change, in the order of the changes, chained to what was before.
  void judge_chain(const std::string& chain, std::int64_t sequence, std::string hash, std::int64_t last_sequence,
                   const std::string& last_hash, const std::string& digest_before, const std::string& digest) {
    std::string last_digest;
    for (const AuditEvent& event : p_.transition.events) {
      if (event.chain != chain) continue;
      hold(event.sequence == ++sequence, chain + ": events follow each other without gaps");
      hold(event.previous_hash == hash, chain + ": each event holds the hash of the one before");
      hold(event.hash == hash_of(event), chain + ": an event's hash is over all of it");
      hold(event.at == p_.now, chain + ": an event has the time of its transition");
      hold(event.digest_before == (last_digest.empty() ? digest_before : last_digest),
           chain + ": an event vouches for the record that it found");
      hash = event.hash;
      last_digest = event.record_digest;
    }
    hold(sequence == last_sequence, chain + ": one event for each change");
    hold(hash == last_hash, chain + ": the record holds the hash of its last event");
    hold(last_digest.empty() || last_digest == digest, chain + ": the last event vouches for the record");
  }

  void judge_request(const Request& request) {
    const Request* was = before(request.id);
    if (was == nullptr) return hold(false, "no request comes from nowhere");
    const std::string name = "request/" + request.id.str();
    judge_chain(name, was->version, was->event_hash, request.version, request.event_hash,
                was->version == 0 ? std::string{} : record_digest(*was), record_digest(request));
    if (request.version == was->version) {
      return hold(to_attributes(request) == to_attributes(*was), name + ": no change without a new version");
    }
    if (is_final(was->status)) hold(false, name + ": what is final stays");
    if (std::holds_alternative<command::Adopt>(p_.command) && was->version == 0)
      return;  // as the deployment before said
    if (request.status == RS::kActive) judge_active(request);
    if (request.status == RS::kRevoked || request.status == RS::kFailed) judge_over(request);
    hold(is_final(request.status) == request.ended_at.has_value(), name + ": final states, and only they, have an end");
    hold(request.trouble.empty() || request.status == RS::kRevoking, name + ": a cause is shown only while REVOKING");
    judge_letters(request);
  }

  void judge_active(const Request& request) {
    const auto* checked = std::get_if<command::Checked>(&p_.command);
    const bool aws_said_so = checked != nullptr && checked->status.kind == OperationStatus::Kind::kSucceeded;
    const bool found = p_.before.assignment.state == AS::kAdopted && after_.assignment.state == AS::kHeld;
    hold(aws_said_so || found || p_.before.assignment.state == AS::kHeld, "ACTIVE only when AWS reported SUCCEEDED");
    hold(request.decision.has_value() && request.granted_at.has_value(), "ACTIVE only after a decision on record");
    hold(request.expires_at && p_.now < *request.expires_at, "nothing becomes ACTIVE after its end");
    const Lease* lease = find_lease(after_.assignment, request.id);
    hold(lease != nullptr && wants_access(*lease), "nothing becomes ACTIVE before its timer is set");
  }

  void judge_over(const Request& request) {
    const bool held = is_wanted(after_.assignment) && may_exist_by_us(after_.assignment);
    hold(held || !may_exist_by_us(after_.assignment),
         "REVOKED and FAILED only when the access is gone or held by another live lease");
    hold(request.status != RS::kRevoked || request.revocation, "REVOKED says who or what revoked");
    hold(request.status != RS::kFailed || !request.failure.empty(), "FAILED says why");
    hold(request.access_until.has_value() == !request.held_by.empty(), "what remains has an end and a holder");
    hold(held == request.access_until.has_value(), "who loses a lease is told whether access remains");
  }

  void judge_letters(const Request& request) {
    static const std::set<RS> kTold{RS::kPending, RS::kActive, RS::kDenied, RS::kExpired, RS::kRevoked, RS::kFailed};
    const auto letters = std::ranges::count_if(p_.transition.owed, [&](const OwedWork& work) {
      return work.kind == WorkKind::kLetter && work.request_id == request.id && work.recipient == request.user_email;
    });
    hold(!kTold.contains(request.status) || letters >= 1, "the requester is told of every outcome");
  }

  void judge_assignment() {
    const Assignment& was = p_.before.assignment;
    const Assignment& is = after_.assignment;
    judge_chain("assignment/" + is.key.str(), was.event_count, was.event_hash, is.event_count, is.event_hash,
                was.event_count == 0 ? std::string{} : record_digest(was), record_digest(is));
    Attributes unversioned = to_attributes(is);
    unversioned["Version"] = was.version;
    const bool changed = unversioned != to_attributes(was);
    hold(is.version == was.version + (changed ? 1 : 0), "an assignment's version grows exactly with its changes");
    if (is.state != was.state) judge_move(was, is);
    const bool active = std::ranges::any_of(after_.requests, [](const Request& r) { return r.status == RS::kActive; });
    hold(!active || is.state == AS::kHeld || is.state == AS::kAdopted,
         "whoever is ACTIVE has an assignment that is HELD, or was given by the deployment before");
    hold(!may_exist_by_us(is) || is_wanted(is) || next_work(is), "access without a lease is never forgotten");
    hold(!is_wanted(is) || is.state == AS::kHeld || next_work(is), "a lease that waits is never forgotten");
    hold(!is.deleted_at || may_exist_by_us(is) || is.look_at, "the look after a deletion is never forgotten");
  }

  void judge_move(const Assignment& was, const Assignment& is) {
    if (is.state == AS::kCreating) {
      const bool fresh =
          is.seen_absent_at && *is.seen_absent_at <= p_.now && p_.now - *is.seen_absent_at <= std::chrono::seconds(30);
      hold(fresh, "a create follows a fresh look that found nothing");
      hold(is_wanted(is), "nothing is made for leases that wait for their timers");
    }
    if (is.state == AS::kDeleting && std::holds_alternative<command::TakeStanding>(p_.command)) {
      hold(would_be_standing(was), "an order takes what stands, and nothing of ours");
    } else if (is.state == AS::kDeleting && !may_exist_by_us(was) &&
               !std::holds_alternative<command::Adopt>(p_.command)) {
      hold(was.deleted_at && p_.now >= *was.deleted_at + p_.rules.settle, "what stands is never deleted");
    }
    const bool was_leaving = was.state == AS::kDeleting || was.state == AS::kBlocked;
    if (was_leaving && is.state != AS::kDeleting && is.state != AS::kBlocked) judge_gone(was);
  }

  // A deletion is concluded by AWS's own word, by an administrator, or by a look that settles it.
  void judge_gone(const Assignment& was) {
    if (std::holds_alternative<command::Release>(p_.command)) return;
    if (const auto* checked = std::get_if<command::Checked>(&p_.command)) {
      return hold(checked->status.kind == OperationStatus::Kind::kSucceeded, "only SUCCEEDED ends a deletion");
    }
    const auto* looked = std::get_if<command::Looked>(&p_.command);
    if (looked == nullptr) return hold(false, "only an answer or a look ends a deletion");
    const bool settled = p_.now >= was.last_asked_at.value_or(p_.now) + p_.rules.settle && !looked->in_progress;
    const bool aws_said_failed = was.operation->look_first && !was.operation->lost && !was.operation->missing;
    hold(looked->presence != Presence::kDirect && (settled || aws_said_failed),
         "a look concludes only what has settled");
  }

  void judge_owed_work() {
    for (const OwedWork& work : p_.transition.owed) {
      hold(std::ranges::find(p_.transition.settled, work.id) == p_.transition.settled.end(),
           work.id + ": owed and settled in one step");
    }
    for (const Request& request : after_.requests) judge_timers(request);
    const auto next = next_work(after_.assignment);
    const auto stored = p_.owed.find(drive_work(after_.assignment.key, p_.now, 0, false).id);
    hold(next.has_value() == (stored != p_.owed.end()), "a step is owed exactly when there is one");
    if (next && stored != p_.owed.end()) {
      hold(to_attributes(*next) == to_attributes(stored->second), "the step that is owed is the next one");
    }
  }

  void judge_timers(const Request& request) {
    const auto end = p_.owed.find(end_lease_work(request.id, p_.now).id);
    const auto lapse = p_.owed.find(lapse_work(request.id, p_.now).id);
    const Lease* lease = find_lease(after_.assignment, request.id);
    const bool live = lease != nullptr && !lease->over;
    hold(live == (end != p_.owed.end()), "a lease has its timer as long as it lives, and no longer");
    if (live && end != p_.owed.end()) hold(end->second.due == Instant(lease->end), "the timer is set to the end");
    judge_timer_outside(request, lease);
    const bool pending = request.version > 0 && request.status == RS::kPending;
    hold(pending == (lapse != p_.owed.end()), "a request lapses as long as it is PENDING, and no longer");
  }

  void judge_timer_outside(const Request& request, const Lease* lease) {
    const bool owed = p_.owed.contains(timer_work(request.id, p_.now).id);
    const bool waits = lease != nullptr && !lease->over && lease->awaits_timer;
    hold(!waits || owed, "a timer that a lease waits for is owed");
    hold(p_.rules.timer_outside || (!owed && !waits), "where nobody outside keeps the time, nothing is owed to them");
    const Request* was = before(request.id);
    const bool was_live = was != nullptr && (was->status == RS::kGranting || was->status == RS::kActive);
    const bool ended = request.status == RS::kRevoking || is_final(request.status);
    const Lease* lease_before = find_lease(p_.before.assignment, request.id);
    const bool awaited = lease_before != nullptr && lease_before->awaits_timer;
    const bool may_stand = was_live && ended && (awaited || !request.schedule_arn.empty());
    hold(!may_stand || owed, "the timer of a lease that has ended is taken away");
  }

  void judge_calls() {
    if (!std::holds_alternative<command::BeginAsk>(p_.command)) return;
    if (!may_ask(after_.assignment, OperationKind::kCreate)) return;
    const bool wanted = std::ranges::any_of(after_.assignment.leases, [&](const Lease& lease) {
      return wants_access(lease) && p_.now < lease.end && p_.now < lease.grant_by;
    });
    hold(wanted, "a create is sent only while the end and the limit of a lease lie ahead");
  }

  const Passage& p_;
  const Scene& after_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> broken_promises(const Passage& passage) { return Judge(passage).judge(); }

}  // namespace curfew::test
