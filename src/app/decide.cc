#include "app/decide.h"

#include "app/session_length.h"
#include "domain/policy.h"
#include "domain/text.h"

namespace curfew {
namespace {

// Comments may be empty here: whether they may stay so is for the lifecycle to say.
Result<std::string> clean_comments(const std::string& comments) {
  if (comments.empty()) return std::string{};
  return clean_text("comment", comments);
}

}  // namespace

Result<Request> Decide::operator()(const DecideCall& call) {
  if (auto ok = check_may_decide(call.caller.identity); !ok) return fail(ok.error());
  if (auto ok = check_claimed_email(call.caller, call.approver_email); !ok) return fail(ok.error());
  auto comments = clean_comments(call.comments);
  if (!comments) return fail(comments.error());
  const auto approver = requesters_.resolve_if_known(call.caller.identity);
  if (!approver) return fail(approver.error());
  const std::optional<UserId> user_id = *approver ? std::optional((*approver)->user_id) : std::nullopt;

  const auto decide = [&](const Request& request) -> Result<Command> {
    if (auto ok = check_not_own(call.caller.identity, user_id, request); !ok) return fail(ok.error());
    if (!call.approve) return command::Deny{.request = call.request_id, .comments = *comments};
    if (request.status != RequestStatus::kPending) {  // the lifecycle says why it cannot be decided
      return command::Approve{.request = call.request_id, .comments = *comments, .longest = request.duration};
    }
    const auto catalog = catalog_.current();
    const auto longest = check_still_offered(*catalog, request);
    if (!longest) return fail(longest.error());
    const auto session = check_session_length(identity_center_, *catalog->permission_set(request.permission_set));
    if (!session) return fail(session.error());
    return command::Approve{.request = call.request_id, .comments = *comments, .longest = *longest};
  };
  return writer_.change({.request_id = call.request_id,
                         .actor = actor_of(call.caller, user_id),
                         .caller = call.caller.identity.subject,
                         .idempotency = call.idempotency,
                         .binding = *approver ? (*approver)->new_binding : std::nullopt,
                         .decide = decide});
}

}  // namespace curfew
