#include "app/submit.h"

#include <algorithm>

#include "app/session_length.h"
#include "domain/policy.h"
#include "domain/text.h"

namespace curfew {
namespace {

// What Curfew itself makes, holds or takes away needs no look: it is on record.
bool is_ours(const Assignment& assignment) { return may_exist_by_us(assignment); }

std::unexpected<Error> standing_access(Presence presence) {
  return fail(ErrorCode::kStandingAccess,
              presence == Presence::kThroughGroup
                  ? "You have this access already, through a group in Identity Center: there is nothing to grant."
                  : "You have this access already, assigned outside Curfew: there is nothing to grant.");
}

// Two transitions, one after the other, as one.
Transition joined(const Transition& first, Transition second) {
  second.events.insert(second.events.begin(), first.events.begin(), first.events.end());
  std::vector<OwedWork> owed = first.owed;
  std::erase_if(
      owed, [&](const OwedWork& work) { return std::ranges::find(second.settled, work.id) != second.settled.end(); });
  second.owed.insert(second.owed.begin(), owed.begin(), owed.end());
  second.settled.insert(second.settled.begin(), first.settled.begin(), first.settled.end());
  return second;
}

}  // namespace

Result<Request> Submit::operator()(const SubmitCall& call) {
  if (auto ok = check_may_submit(call.caller.identity); !ok) return fail(ok.error());
  if (auto ok = check_claimed_email(call.caller, call.user_email); !ok) return fail(ok.error());
  auto known = writer_.repeated(call.caller.identity.subject, call.idempotency);
  if (!known) return fail(known.error());
  if (*known) return std::move(**known);
  auto request = draft(call);
  if (!request) return fail(request.error());
  for (int i = 0; i < kMostTries; ++i) {
    auto stored = attempt(call, *request);
    if (!stored) return writer_.repeated_or(call.caller.identity.subject, call.idempotency, stored.error());
    if (*stored) return std::move(**stored);
    known = stored_meanwhile(call, request->id);
    if (!known) return fail(known.error());
    if (*known) return std::move(**known);
  }
  return too_much_contention();
}

// After a conflict: a rival with the same idempotency key was first, or an earlier try of ours, whose outcome was
// unknown, took effect after all.
Result<std::optional<Request>> Submit::stored_meanwhile(const SubmitCall& call, const RequestId& id) {
  auto known = writer_.repeated(call.caller.identity.subject, call.idempotency);
  if (!known || *known) return known;
  return writer_.ledger().request(id);
}

Result<Request> Submit::draft(const SubmitCall& call) {
  auto reason = clean_text("reason", call.reason);
  if (!reason) return fail(reason.error());
  const auto catalog = catalog_.current();
  const auto account = find_account(*catalog, call.account_name);
  if (!account) return fail(account.error());
  const auto permission_set = find_permission_set(*catalog, call.permission_set);
  if (!permission_set) return fail(permission_set.error());
  const auto duration = check_duration(call.duration_minutes, **permission_set);
  if (!duration) return fail(duration.error());
  const auto session = check_session_length(identity_center_, **permission_set);
  if (!session) return fail(session.error());
  Request request;
  request.id = RequestId(new_uuid(entropy_));
  request.subject = call.caller.identity.subject;
  request.user_email = call.caller.identity.email;
  request.account_name = (*account)->name;
  request.permission_set = (*permission_set)->name;
  request.permission_set_name = (*permission_set)->aws_name;
  request.access.account_id = (*account)->id;
  request.access.permission_set_arn = (*permission_set)->arn;
  request.risk = (*permission_set)->risk;
  request.reason = std::move(*reason);
  request.duration = *duration;
  return request;
}

Result<std::optional<Request>> Submit::attempt(const SubmitCall& call, Request request) {
  // Anew with each try: a rival may have bound the same subject in the meantime.
  const auto requester = requesters_.resolve(call.caller.identity);
  if (!requester) return fail(requester.error());
  request.access.user_id = requester->user_id;
  const auto before = writer_.load(request.access);
  if (!before) return fail(before.error());
  // An earlier try of ours, whose outcome was unknown, has taken effect by now.
  if (std::ranges::find(before->requests, request.id, &Request::id) != before->requests.end()) return std::nullopt;
  const auto looked = look_first(*before, request.risk);
  if (!looked && looked.error().code == ErrorCode::kStandingAccess) {
    // Unless the deployment before gave it: then it is a lease by now, and no longer standing.
    const auto adopted = writer_.adopt(request.access);
    if (!adopted) return fail(adopted.error());
    if (*adopted) return std::nullopt;
    // … or another server has taken it over since the scene was loaded.
    const auto now = writer_.load(request.access);
    if (!now) return fail(now.error());
    if (now->assignment.version != before->assignment.version) return std::nullopt;
  }
  if (!looked) return fail(looked.error());
  Scene scene = looked->after;
  scene.requests.push_back(request);
  auto submitted = apply(scene, command::Submit{request.id}, actor_of(call.caller, requester->user_id), writer_.now(),
                         writer_.rules());
  if (!submitted) return fail(submitted.error());
  const Alongside alongside{
      .binding = requester->new_binding,
      .idempotency = writer_.idempotency_record(call.caller.identity.subject, call.idempotency, request.id)};
  const auto stored = writer_.store(*before, joined(*looked, *submitted), alongside);
  if (!stored) return fail(stored.error());
  if (*stored != StoreOutcome::kStored) return std::nullopt;
  return submitted->after.requests.back();
}

Result<Transition> Submit::look_first(const Scene& scene, Risk risk) {
  Transition unchanged{.after = scene};
  if (is_ours(scene.assignment)) return unchanged;
  const auto presence = identity_center_.look(scene.assignment.key);
  if (!presence) return fail(presence.error());
  // Soon after a deletion of ours a direct assignment may be our own on its way out: the worker looks again.
  const bool maybe_ours = *presence == Presence::kDirect && scene.assignment.deleted_at.has_value();
  if (*presence != Presence::kAbsent && !maybe_ours) return standing_access(*presence);
  // A pending request holds no lease; the look that counts comes with the approval.
  if (risk != Risk::kLow) return unchanged;
  return apply(scene, command::Looked{.presence = *presence, .in_progress = false}, curfew_itself(), writer_.now(),
               writer_.rules());
}

}  // namespace curfew
