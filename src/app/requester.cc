#include "app/requester.h"

#include "domain/policy.h"

namespace curfew {

Result<Requester> Requesters::resolve(const Identity& identity) {
  const auto bound = ledger_.binding_of(identity.subject);
  if (!bound) return fail(bound.error());
  if (*bound) return Requester{.user_id = (*bound)->user_id};
  const auto user = identity_center_.find_user(identity.email);
  if (!user) return fail(user.error());
  const auto holder = ledger_.binding_of(*user);
  if (!holder) return fail(holder.error());
  if (*holder && (*holder)->subject != identity.subject) {
    return fail(
        ErrorCode::kIdentityMismatch,
        "Your e-mail address belongs to an Identity Center user that somebody else's sign-in is bound to. Ask an "
        "administrator.");
  }
  return Requester{.user_id = *user, .new_binding = Binding{.subject = identity.subject, .user_id = *user}};
}

Result<std::optional<Requester>> Requesters::resolve_if_known(const Identity& identity) {
  auto requester = resolve(identity);
  if (requester) return std::move(*requester);
  if (requester.error().code == ErrorCode::kUnknownUser) return std::nullopt;
  return fail(requester.error());
}

Result<std::optional<UserId>> Requesters::user_of(const Identity& identity) {
  const auto requester = resolve_if_known(identity);
  if (requester) return *requester ? std::optional((*requester)->user_id) : std::nullopt;
  if (requester.error().code == ErrorCode::kIdentityMismatch) return std::nullopt;
  return fail(requester.error());
}

Result<bool> Requesters::owns(const Identity& identity, const Request& request) {
  if (is_own(identity, request)) return true;
  if (!request.subject.empty()) return false;
  const auto user = user_of(identity);
  if (!user) return fail(user.error());
  return is_own(identity, *user, request);
}

}  // namespace curfew
