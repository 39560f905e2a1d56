#include "app/decide.h"

#include <algorithm>

#include "domain/policy.h"
#include "domain/text.h"

namespace curfew {
namespace {

// An approval needs no comment, a denial does; both obey the same rules for text.
Result<std::string> clean_comments(const DecideCall& call) {
  if (call.comments.empty() && call.approve) return std::string{};
  if (call.comments.empty()) {
    return fail(ErrorCode::kInvalid,
                "Please say in `comments` why you deny the request: the requester gets to read it.");
  }
  return clean_text("comment", call.comments);
}

}  // namespace

Result<Request> Decide::operator()(const DecideCall& call) {
  if (auto ok = check_may_decide(call.caller.identity); !ok) return fail(ok.error());
  if (auto ok = check_claimed_email(call.caller, call.approver_email); !ok) return fail(ok.error());
  auto comments = clean_comments(call);
  if (!comments) return fail(comments.error());
  const auto approver = requesters_.resolve_if_known(call.caller.identity);
  if (!approver) return fail(approver.error());
  const std::optional<UserId> user_id = *approver ? std::optional((*approver)->user_id) : std::nullopt;

  const auto decide = [&](const Scene& scene) -> Result<Command> {
    const auto request = std::ranges::find(scene.requests, call.request_id, &Request::id);
    if (auto ok = check_not_own(call.caller.identity, user_id, *request); !ok) return fail(ok.error());
    if (!call.approve) return command::Deny{.request = call.request_id, .comments = *comments};
    if (request->status != RequestStatus::kPending) {  // the lifecycle says why it cannot be decided
      return command::Approve{.request = call.request_id, .comments = *comments, .longest = request->duration};
    }
    const auto longest = check_still_offered(*catalog_.current(), *request);
    if (!longest) return fail(longest.error());
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
