// Pages of requests for people. May lag behind the ledger and never decides anything.
//
// Implementations: adapters/sqlite, adapters/dynamodb. All methods may be called at the same time.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "domain/request.h"

namespace curfew {

// Which requests: the members that are set must all match.
struct RequestFilter {
  std::optional<UserId> user_id;
  std::optional<RequestStatus> status;
};

// A place in the order of all pages. Everybody can make one from a request, so pages of two filters can be merged.
struct PagePosition {
  Seconds requested_at;
  RequestId id;

  friend bool operator==(const PagePosition&, const PagePosition&) = default;
};

class RequestIndex {
 public:
  virtual ~RequestIndex() = default;

  // At most `limit` (1 to 1,000) requests, newest first (by request time, then by id, both descending), that come after
  // `after` in this order; fewer only at the end. New requests do not move a page that follows. A damaged record is
  // left out, so that it does not hide all others: `curfew audit verify` and Ledger::request tell about it. Records of
  // the deployment before are among them, with version 0: those that say ERROR are found as REVOKING, or by no status.
  // Errors: kUnavailable; kDamaged when the store as a whole is.
  [[nodiscard]] virtual Result<std::vector<Request>> page(const RequestFilter& filter, std::size_t limit,
                                                          const std::optional<PagePosition>& after) = 0;
};

}  // namespace curfew
