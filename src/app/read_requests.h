// Use case: what a caller may see. One's own requests; managers see everybody's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/caller.h"
#include "app/requester.h"
#include "base/error.h"
#include "domain/audit_event.h"
#include "domain/request.h"
#include "ports/ledger.h"
#include "ports/request_index.h"

namespace curfew {

enum class Scope : std::uint8_t {
  kDefault,  // one's own, and for managers also everybody's PENDING
  kMine,
  kPending,  // managers: everybody's PENDING
  kAll       // managers: everything
};

struct ListCall {
  Caller caller;
  Scope scope = Scope::kDefault;
  std::optional<RequestStatus> status;
  std::size_t limit = 50;             // 1 to 100
  std::optional<std::string> cursor;  // of an earlier page
};

struct RequestPage {
  std::vector<Request> requests;           // newest first
  std::optional<std::string> next_cursor;  // absent at the end
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class ReadRequests {
 public:
  ReadRequests(Ledger& ledger, RequestIndex& index, Requesters& requesters)
      : ledger_(ledger), index_(index), requesters_(requesters) {}

  // Errors: kForbidden (a scope for managers), kInvalid (limit or cursor), kUnavailable, kDamaged.
  [[nodiscard]] Result<RequestPage> list(const ListCall& call);

  // Errors: kNotFound (unknown, or not the caller's to see), kUnavailable, kDamaged.
  [[nodiscard]] Result<Request> one(const Caller& caller, const RequestId& id);

  // The request's audit events, oldest first. Errors as for `one`.
  [[nodiscard]] Result<std::vector<AuditEvent>> events(const Caller& caller, const RequestId& id);

 private:
  [[nodiscard]] Result<std::vector<RequestFilter>> filters_of(const ListCall& call);

  Ledger& ledger_;
  RequestIndex& index_;
  Requesters& requesters_;
};

}  // namespace curfew
