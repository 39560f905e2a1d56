// Pages of requests for people. May lag behind the ledger and never decides anything.
//
// Implementations: adapters/sqlite (later adapters/dynamodb). All methods may be called at the same time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "domain/request.h"

namespace curfew {

// Which requests: the members that are set must all match.
struct RequestFilter {
  std::optional<UserId> user_id;
  std::optional<Subject> subject;
  std::optional<RequestStatus> status;
};

struct RequestPage {
  std::vector<Request> requests;             // newest first: by request time, then by id, both descending
  std::optional<std::string> next_cursor;    // opaque; absent at the end
};

class RequestIndex {
 public:
  virtual ~RequestIndex() = default;

  // At most `limit` (1 to 1,000) requests, after `cursor` where given. New requests do not move a page that follows.
  // Errors: kInvalid for a cursor that this index did not make; kUnavailable; kDamaged.
  [[nodiscard]] virtual Result<RequestPage> page(const RequestFilter& filter, std::size_t limit,
                                                 const std::optional<std::string>& cursor) = 0;
};

}  // namespace curfew
