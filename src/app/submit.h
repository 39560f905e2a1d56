// Use case: somebody asks for access. Low risk is decided at once, high risk waits for a manager.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/caller.h"
#include "app/requester.h"
#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/catalog.h"
#include "domain/request.h"
#include "ports/catalog_source.h"
#include "ports/entropy.h"
#include "ports/identity_center.h"

namespace curfew {

struct SubmitCall {
  Caller caller;
  std::string account_name;  // the catalog's short names, byte by byte
  std::string permission_set;
  std::string reason;                            // 1 to 4,096 characters; see domain/text.h
  std::optional<std::int64_t> duration_minutes;  // 5 to 60, default 60
  std::optional<std::string> user_email;         // of old clients: must be the token's
  std::optional<IdempotencyKey> idempotency;
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class Submit {
 public:
  Submit(TransitionWriter& writer, Requesters& requesters, IdentityCenter& identity_center,
         const CatalogSource& catalog, Entropy& entropy)
      : writer_(writer),
        requesters_(requesters),
        identity_center_(identity_center),
        catalog_(catalog),
        entropy_(entropy) {}

  // The stored request: PENDING, GRANTING, or, where another lease holds the access already, ACTIVE. A repeat with the
  // same idempotency key gives the request of the first call as it is now.
  // Errors (nothing stored): kInvalid, kPolicy, kForbidden, kIdentityMismatch, kUnknownUser, kStandingAccess,
  // kAssignmentBlocked, kTooManyLeases, kIdempotencyConflict, kConflict (too much contention), kUnavailable (may have
  // been stored when effect is kMaybe), kDamaged.
  [[nodiscard]] Result<Request> operator()(const SubmitCall& call);

 private:
  // The request as asked for, without its user; checked against catalog and policy.
  [[nodiscard]] Result<Request> draft(const SubmitCall& call);
  // Empty when somebody else got in between.
  [[nodiscard]] Result<std::optional<Request>> attempt(const SubmitCall& call, Request request);
  [[nodiscard]] Result<std::optional<Request>> stored_meanwhile(const SubmitCall& call, const RequestId& id);
  // Refuses standing access before anything is stored; what the look found is part of the step that follows.
  [[nodiscard]] Result<Transition> look_first(const Scene& scene, Risk risk);

  TransitionWriter& writer_;
  Requesters& requesters_;
  IdentityCenter& identity_center_;
  const CatalogSource& catalog_;
  Entropy& entropy_;
};

}  // namespace curfew
