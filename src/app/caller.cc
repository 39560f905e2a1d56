#include "app/caller.h"

namespace curfew {

Status check_claimed_email(const Caller& caller, const std::optional<std::string>& claimed) {
  if (!claimed || same_email(*claimed, caller.identity.email)) return {};
  return fail(ErrorCode::kIdentityMismatch,
              "The e-mail address in the body is not the one you are signed in with. Leave it out: you are known by "
              "your token.");
}

Actor actor_of(const Caller& caller, const std::optional<UserId>& user_id) {
  return {.kind = ActorKind::kUser,
          .subject = caller.identity.subject,
          .user_id = user_id,
          .email = caller.identity.email,
          .origin = caller.origin};
}

}  // namespace curfew
