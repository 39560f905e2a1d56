#include "simulation/judges/promises.h"

#include <algorithm>
#include <chrono>

namespace curfew::simulation {
namespace {

using RS = RequestStatus;
using AS = AssignmentState;
using std::chrono::seconds;

constexpr std::array<std::string_view, kPromises> kNames{
    "nothing outlives its curfew",
    "the revocation is durable before the grant",
    "no access without a decision on record",
    "an answer is kept",
    "status is true",
    "standing access stays",
    "nobody is cut short",
    "nobody decides for themselves",
    "exactly one decision wins",
    "every transition is on record",
    "the audit trail is whole",
    "everybody is told",
    "people are told the truth",
    "the world comes to rest",
    "no access is left past its end",
    "the timer stands before the grant",
    "no timer is left behind",
};

// A server that has written down that it asks may do so while its claim lives.
constexpr Millis kClaim = seconds(30);

constexpr std::size_t kMostBroken = 5;  // sentences of one world: the first tells most

std::string chain_of(const RequestId& id) { return "request/" + id.str(); }

bool wants_access(const Request& request) { return request.status == RS::kGranting || request.status == RS::kActive; }

template <class Tables, class Test>
bool any_request_on(const Tables& tables, const AssignmentKey& key, Test test) {
  return std::ranges::any_of(tables.requests,
                             [&](const auto& entry) { return entry.second.access == key && test(entry.second); });
}

}  // namespace

std::string_view name_of(Promise promise) { return kNames.at(static_cast<std::size_t>(promise)); }

void Promises::check(Promise promise, bool holds, const std::string& sentence) {
  ++checked_.at(static_cast<std::size_t>(promise));
  if (!holds && broken_.size() < kMostBroken) {
    broken_.push_back({.promise = promise, .at = scheduler_.now(), .sentence = sentence});
  }
}

// ---- After every commit ------------------------------------------------------------------------------------------

void Promises::before_commit(const Step& step) {
  store_.memory().inspect([&](const Tables& tables) {
    before_.clear();
    for (const auto& change : step.requests) {
      const auto stored = tables.requests.find(change.record.id);
      if (stored != tables.requests.end()) before_.emplace(change.record.id, stored->second.status);
    }
    if (step.under) {
      const auto held = tables.claims.find(step.under->lane);
      if (held == tables.claims.end() || held->second.epoch != step.under->epoch) {
        marks_.reach("rare: a stale claim is refused a commit");
      }
    }
  });
}

void Promises::committed(const Step& step) {
  mark_transitions(step);
  store_.memory().inspect([&](const Tables& tables) {
    mark_rarities(step, tables);
    for (const auto& change : step.requests) check_request(step, change, tables);
  });
}

void Promises::check_request(const Step& step, const Change<Request>& change, const Tables& tables) {
  const Request& request = change.record;
  const auto is_of_it = [&](const AuditEvent& event) { return event.chain == chain_of(request.id); };
  const auto events = std::ranges::count_if(step.events, is_of_it);
  const auto last = std::ranges::find_if(step.events.rbegin(), step.events.rend(), is_of_it);
  check(Promise::kEveryTransitionIsOnRecord,
        events == request.version - change.expected_version && last != step.events.rend() &&
            last->to == word(request.status) && last->hash == request.event_hash,
        request.id.str() + " changed without an audit event for each change");

  const auto before = before_.find(request.id);
  const bool was_final = before != before_.end() && is_final(before->second);
  check(Promise::kAnswersAreKept, !was_final, request.id.str() + " changed after its end");
  if (before != before_.end() && before->second == request.status) return;
  note_end_of_lease(request);
  check_end_of_lease(request);
  if (last != step.events.rend()) check_managers_order(*last, request, tables);
  if (request.status == RS::kGranting) {
    check_decision(request);
    check_grant_is_timed(step, request);
  }
  // Nothing became ACTIVE where the deployment before said so: a look follows.
  const bool adopted = last != step.events.rend() && last->action == "request.adopted";
  if (request.status == RS::kActive && !adopted) {
    check_active(request);
    check_timed(request);
  }
  if (request.status == RS::kRevoked || request.status == RS::kFailed) check_ended(request, tables);
}

void Promises::check_decision(const Request& request) {
  const auto& decision = request.decision;
  check(Promise::kNoAccessWithoutADecision,
        decision.has_value() && (!decision->automatic || request.risk == Risk::kLow),
        request.id.str() + " is granted without a decision that may grant it");
  if (!decision || decision->automatic) return;
  check(Promise::kNoAccessWithoutADecision, decision->at < request.requested_at + rules_.pending_lapse,
        request.id.str() + " was approved after its time");
  check(Promise::kNobodyDecidesForThemselves,
        managers_.contains(decision->approver) && decision->approver != request.subject &&
            decision->approver_user_id != request.access.user_id,
        request.id.str() + " was approved by " + decision->approver.str());
}

void Promises::check_grant_is_timed(const Step& step, const Request& request) {
  const auto ends_it = [&](const OwedWork& work) {
    return work.kind == WorkKind::kEndLease && work.request_id == request.id && work.due <= *request.expires_at;
  };
  const auto curfew = *request.expires_at - request.decision->at;
  check(Promise::kRevocationIsDurableFirst,
        std::ranges::any_of(step.owed, ends_it) && curfew <= std::chrono::minutes(60) &&
            curfew >= std::chrono::minutes(5),
        request.id.str() + " is granted without its end being owed in the same write");
}

void Promises::check_active(const Request& request) {
  if (center_.present(request.access) != nullptr) return check(Promise::kStatusIsTrue, true, {});
  const auto& accesses = center_.accesses();
  const auto last = std::ranges::find(accesses.rbegin(), accesses.rend(), request.access, &Access::key);
  check(Promise::kStatusIsTrue, last != accesses.rend() && last->by_hand,
        request.id.str() + " became ACTIVE, but nothing is there");
}

void Promises::check_timed(const Request& request) {
  if (!timer_outside_) return;
  check(Promise::kTimerBeforeTheGrant, timer_.has_stood(request.id) && !request.schedule_arn.empty(),
        request.id.str() + " became ACTIVE, and no timer outside watches its end");
}

void Promises::check_ended(const Request& request, const Tables& tables) {
  const Access* there = center_.present(request.access);
  const bool ours = there != nullptr && there->ours;
  const bool held = any_request_on(tables, request.access, wants_access);
  check(Promise::kStatusIsTrue, !ours || held || released_.contains(request.access),
        request.id.str() + " became " + std::string(word(request.status)) + ", but the access is there");
}

// Time ends a lease at its end and not before; and nobody outside has taken away what is still there.
void Promises::check_end_of_lease(const Request& request) {
  if (request.status != RS::kRevoking || !request.revocation) return;
  const bool by_time = request.revocation->type == RevocationType::kAuto;
  check(Promise::kNobodyIsCutShort, !by_time || scheduler_.now() + clocks_off_ >= Instant(*request.expires_at),
        request.id.str() + " was ended by time before its end");
  const Access* there = center_.present(request.access);
  const bool said_to_be_gone = request.revocation->by == "somebody outside Curfew";
  check(Promise::kNobodyIsCutShort,
        !said_to_be_gone || there == nullptr || there->from + rules_.settle >= scheduler_.now(),
        request.id.str() + " was ended as taken away, and it is there");
}

// A manager who revokes somebody's access ends it, not only one of the leases on it.
void Promises::check_managers_order(const AuditEvent& event, const Request& request, const Tables& tables) {
  const bool ordered =
      event.action == "access.ending" && event.actor.kind == ActorKind::kUser && event.actor.subject != request.subject;
  check(Promise::kNothingOutlivesItsCurfew, !ordered || !any_request_on(tables, request.access, wants_access),
        "a manager revoked " + request.id.str() + ", and another lease keeps the access");
}

void Promises::note_end_of_lease(const Request& request) {
  if (!request.expires_at || wants_access(request)) return;
  lease_over_.try_emplace(request.id, std::min(scheduler_.now(), Instant(*request.expires_at)));
}

// ---- Marks -------------------------------------------------------------------------------------------------------

void Promises::mark_transitions(const Step& step) {
  for (const AuditEvent& event : step.events) {
    const bool request = event.chain.starts_with("request/");
    if (!request && !event.chain.starts_with("assignment/")) continue;
    const std::string from = event.from.empty() ? "new" : event.from;
    marks_.reach((request ? "request: " : "assignment: ") + from + " > " + event.to);
  }
}

void Promises::mark_rarities(const Step& step, const Tables& /*tables*/) {
  std::int64_t revoked = 0;
  for (const auto& change : step.requests) {
    if (change.record.status == RS::kRevoking && change.record.revocation &&
        change.record.revocation->type == RevocationType::kManual) {
      ++revoked;
    }
    if (change.record.status == RS::kRevoked && !change.record.held_by.empty()) {
      marks_.reach("rare: a second lease takes over held access");
    }
  }
  if (revoked > 1) marks_.reach("rare: a manager ends several leases at once");
  for (const auto& change : step.assignments) {
    const Assignment& assignment = change.record;
    const bool over = std::ranges::any_of(assignment.leases, &Lease::over);
    const bool live = has_live_lease(assignment);
    if (assignment.state == AS::kDeleting && live) {
      marks_.reach("rare: a lease comes while the last access is being deleted");
    }
    if (assignment.state == AS::kCreating && over) marks_.reach("rare: a lease ends while its create runs");
  }
  for (const AuditEvent& event : step.events) {
    if (event.action == "assignment.released") released_.insert(step.assignments.front().record.key);
  }
}

// ---- After every change in Identity Center -----------------------------------------------------------------------

void Promises::made(const Access& access) {
  if (!access.ours) return;
  store_.memory().inspect([&](const Tables& tables) {
    const auto record = tables.assignments.find(access.key);
    const bool known =
        record != tables.assignments.end() && (record->second.operation || record->second.look_at ||
                                               record->second.deleted_at || record->second.state == AS::kHeld);
    check(Promise::kNothingOutlivesItsCurfew, known,
          "access was made to " + access.key.str() + ", and no record leads to its end");
    check(Promise::kNoAccessWithoutADecision,
          any_request_on(tables, access.key, [](const Request& request) { return request.decision.has_value(); }),
          "access was made to " + access.key.str() + " without a decided request");
    const bool open = any_request_on(
        tables, access.key, [](const Request& request) { return request.decision && !is_final(request.status); });
    check(Promise::kStatusIsTrue, open || released_.contains(access.key),
          "access was made to " + access.key.str() + " after its requests were said to be over");
    if (!any_request_on(tables, access.key, wants_access)) {
      marks_.reach("rare: a create completes although nobody wants it any more");
    }
  });
}

void Promises::gone(const Access& access) {
  if (access.by_hand) return;
  check(Promise::kStandingAccessStays, access.ours || access.excused,
        "access to " + access.key.str() + " was taken away, and Curfew had not given it");
  if (!access.ours && access.excused) marks_.reach("rare: an operator's assignment is taken for ours");
  store_.memory().inspect([&](const Tables& tables) {
    const bool active = any_request_on(tables, access.key, [](const Request& request) {
      return request.status == RS::kActive && !was_given_before(request);
    });
    check(Promise::kNobodyIsCutShort, !active, "access to " + access.key.str() + " went while a request is ACTIVE");
    if (access.ours) check_lateness(access, tables);
  });
}

void Promises::check_lateness(const Access& access, const Tables& tables) {
  Instant end = access.from;
  for (const auto& [id, request] : tables.requests) {
    if (request.access != access.key || !request.expires_at) continue;
    const auto over = lease_over_.find(id);
    const Instant lease = over == lease_over_.end() ? Instant(*request.expires_at) : over->second;
    if (Instant(request.decision->at) < *access.until) end = std::max(end, lease);
  }
  const Millis late = *access.until - end;
  worst_lateness_ = std::max(worst_lateness_, late);
  check(Promise::kNothingOutlivesItsCurfew, !latest_ || late <= *latest_,
        "access to " + access.key.str() + " went " + std::to_string(late.count()) + " ms late, and nothing was wrong");
}

void Promises::asked(OperationKind kind, const AssignmentKey& key, Instant server_now) {
  if (kind != OperationKind::kCreate) return;
  store_.memory().inspect([&](const Tables& tables) {
    const Instant just_now = server_now - kClaim - clocks_off_;
    check(Promise::kNothingOutlivesItsCurfew,
          any_request_on(
              tables, key,
              [&](const Request& request) { return request.expires_at && Instant(*request.expires_at) > just_now; }),
          "a create was asked for " + key.str() + " after its end");
    const auto is_timed = [&](const Request& request) {
      return request.expires_at && Instant(*request.expires_at) > just_now && timer_.has_stood(request.id);
    };
    if (!timer_outside_) return;
    check(Promise::kTimerBeforeTheGrant, any_request_on(tables, key, is_timed),
          "a create was asked for " + key.str() + " before the timer of a lease on it stood");
  });
}

// ---- After every change of a timer outside -----------------------------------------------------------------------

void Promises::timer_calls(const RequestId& id) {
  store_.memory().inspect([&](const Tables& tables) {
    const auto request = tables.requests.find(id);
    if (request == tables.requests.end()) return;
    check(Promise::kNobodyIsCutShort, scheduler_.now() >= Instant(*request->second.expires_at),
          "the timer of " + id.str() + " calls before the end");
    if (wants_access(request->second)) marks_.reach("rare: a timer outside calls and its lease is live");
  });
}

void Promises::timer_removed(const RequestId& id) {
  store_.memory().inspect([&](const Tables& tables) {
    const auto request = tables.requests.find(id);
    check(Promise::kTimerBeforeTheGrant, request != tables.requests.end() && !wants_access(request->second),
          "the timer of " + id.str() + " was taken away, and its lease is live");
  });
}

}  // namespace curfew::simulation
