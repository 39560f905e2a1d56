// Use case: a requester takes their own request back. In GRANTING or ACTIVE that is a revocation of their own lease.
#pragma once

#include "app/caller.h"
#include "app/requester.h"
#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/request.h"

namespace curfew {

struct CancelCall {
  Caller caller;
  RequestId request_id;
  std::optional<IdempotencyKey> idempotency;
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class Cancel {
 public:
  Cancel(TransitionWriter& writer, Requesters& requesters) : writer_(writer), requesters_(requesters) {}

  // The stored request: CANCELLED, or REVOKING or REVOKED as in Revoke.
  // Errors (nothing stored): kNotFound, kForbidden (a manager who sees somebody else's request), kEnded,
  // kIdempotencyConflict, kConflict, kUnavailable (may have been stored when effect is kMaybe), kDamaged.
  [[nodiscard]] Result<Request> operator()(const CancelCall& call);

 private:
  TransitionWriter& writer_;
  Requesters& requesters_;
};

}  // namespace curfew
