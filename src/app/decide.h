// Use case: a manager approves or denies a pending request. Exactly one decision wins, whoever races.
#pragma once

#include <optional>
#include <string>

#include "app/caller.h"
#include "app/requester.h"
#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/request.h"
#include "ports/catalog_source.h"

namespace curfew {

struct DecideCall {
  Caller caller;
  RequestId request_id;
  bool approve = false;
  std::string comments;                       // required to deny
  std::optional<std::string> approver_email;  // of old clients: must be the token's
  std::optional<IdempotencyKey> idempotency;
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class Decide {
 public:
  Decide(TransitionWriter& writer, Requesters& requesters, IdentityCenter& identity_center,
         const CatalogSource& catalog)
      : writer_(writer), requesters_(requesters), identity_center_(identity_center), catalog_(catalog) {}

  // The stored request: DENIED, GRANTING, or, where another lease holds the access already, ACTIVE.
  // Errors (nothing stored): kForbidden (no manager; checked before anything is looked up), kNotFound, kSelfApproval,
  // kInvalid, kPolicy (sessions last too long), kIdentityMismatch, kAlreadyDecided, kEnded, kExpired, kCatalogChanged,
  // kAssignmentBlocked, kTooManyLeases, kIdempotencyConflict, kConflict, kUnavailable (may have been stored when effect
  // is kMaybe), kDamaged.
  [[nodiscard]] Result<Request> operator()(const DecideCall& call);

 private:
  TransitionWriter& writer_;
  Requesters& requesters_;
  IdentityCenter& identity_center_;
  const CatalogSource& catalog_;
};

}  // namespace curfew
