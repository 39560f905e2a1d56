// Use case: somebody ends access before its time. A requester ends their own lease; a manager who revokes somebody
// else's request ends every lease on that access.
#pragma once

#include <optional>
#include <string>

#include "app/caller.h"
#include "app/requester.h"
#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/request.h"

namespace curfew {

struct RevokeCall {
  Caller caller;
  RequestId request_id;
  std::optional<std::string> revoker_email;  // of old clients: must be the token's
  std::optional<IdempotencyKey> idempotency;
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class Revoke {
 public:
  Revoke(TransitionWriter& writer, Requesters& requesters) : writer_(writer), requesters_(requesters) {}

  // The stored request: REVOKING; REVOKED where nothing was there yet or another live lease holds the access
  // (access_until and held_by tell); CANCELLED when it was the caller's own and still PENDING.
  // Errors (nothing stored): kNotFound, kForbidden, kIdentityMismatch, kEnded (REVOKING or ended already),
  // kIdempotencyConflict, kConflict, kUnavailable (may have been stored when effect is kMaybe), kDamaged.
  [[nodiscard]] Result<Request> operator()(const RevokeCall& call);

 private:
  TransitionWriter& writer_;
  Requesters& requesters_;
};

}  // namespace curfew
