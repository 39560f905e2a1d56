// Use case: telling callers what changed. The audit trail says which requests changed, whichever server changed them;
// the ledger says what they are now. Whoever asks keeps their own place on the trail, and everybody is told from there
// on.
//
// What a caller is told of is what GET /requests/{id} would show them, no more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "app/requester.h"
#include "base/error.h"
#include "domain/identity.h"
#include "domain/request.h"
#include "ports/audit_log.h"
#include "ports/ledger.h"
#include "ports/telemetry.h"

namespace curfew {

// Somebody who follows the changes: who they are, as it was when they came.
struct Viewer {
  Identity identity;
  std::optional<UserId> user_id;  // unset where it decides nothing: managers, and whom Identity Center does not know

  [[nodiscard]] bool sees(const Request& request) const;
};

// From where somebody is told, and whether they have missed what nobody can tell them any more.
struct StartingPoint {
  std::int64_t position = 0;  // of the last event that they are not told of
  bool missed = false;        // they have to fetch everything again, after they have begun to listen
};

struct ChangedRequest {
  std::int64_t position = 0;  // of the last event about the request
  Request request;            // as it is now, which may be later than that event
};

// What the events after `from`, up to and with `reached`, have changed: each request once, in the order of the
// positions.
struct Changes {
  std::int64_t from = 0;
  std::int64_t reached = 0;
  bool more = false;  // there may be further events already
  std::vector<ChangedRequest> requests;
};

// Thread-safe; owned by src/main; lives as long as the ports it was given. Keeps nothing between the calls.
class FollowChanges {
 public:
  // So many events are read at a time, and somebody who has missed more than that is not told them one by one.
  static constexpr std::size_t kMostEvents = 1000;

  FollowChanges(AuditLog& audit_log, Ledger& ledger, Requesters& requesters, Log& log)
      : audit_log_(audit_log), ledger_(ledger), requesters_(requesters), log_(log) {}

  // Errors: kUnavailable, kDamaged.
  [[nodiscard]] Result<Viewer> viewer(const Identity& identity);

  // Where somebody begins who was told all up to the position in `seen`, in decimal; empty: somebody who is new.
  // `known` is a position that is not far from the end of the trail; without one the last checkpoint's is taken.
  // Errors: kUnavailable, kDamaged.
  [[nodiscard]] Result<StartingPoint> start(std::string_view seen, std::optional<std::int64_t> known);

  // Reads a stretch of the trail, and each request in it once. A record that cannot be read is left out, and logged.
  // Errors: kUnavailable, kDamaged (the trail): try again from the same position.
  [[nodiscard]] Result<Changes> after(std::int64_t position);

 private:
  [[nodiscard]] Result<std::int64_t> end_of_trail(std::optional<std::int64_t> known);
  [[nodiscard]] Result<std::optional<Request>> readable(const RequestId& id);

  AuditLog& audit_log_;
  Ledger& ledger_;
  Requesters& requesters_;
  Log& log_;
};

}  // namespace curfew
