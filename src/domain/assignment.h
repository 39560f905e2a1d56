// An assignment: AWS's word for "this user has this permission set in this account", and Curfew's record of it.
//
// It is the unit that AWS serializes, so it is ours too: one record a key, one operation in flight, and the leases of
// all requests that want it. The lifecycle drives AWS to what the leases want; see domain/lifecycle.h for the table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "domain/attributes.h"
#include "domain/request.h"

namespace curfew {

enum class AssignmentState : std::uint8_t {
  kUnknown,   // nobody has looked lately
  kAbsent,    // a look found nothing (seen_absent_at), or our deletion is done
  kStanding,  // there, and not ours: never touched
  kCreating,  // ours from here on: a create is about to be asked, or was
  kAdopted,   // ours: a record of the deployment before says that it gave it; a look has to say whether it is there
  kHeld,      // ours, and AWS reported it there
  kDeleting,  // ours, and on its way out
  kBlocked    // ours, and AWS refuses to take it away; tries go on slowly, an administrator may release it
};

[[nodiscard]] std::string_view word(AssignmentState state);  // "CREATING"

// One request's hold on an assignment.
struct Lease {
  RequestId request_id;
  Seconds end;
  Seconds grant_by;           // a create is sent for this lease only before this time
  bool over = false;          // ended; its request waits in REVOKING until the access is gone or held by another lease
  bool awaits_timer = false;  // wants nothing before the timer outside that watches its end is set

  friend bool operator==(const Lease&, const Lease&) = default;
};

enum class OperationKind : std::uint8_t { kCreate, kDelete };

// The operation in flight, or about to be. "Asked" is written before the call, so a server that dies in the call
// leaves an ask whose answer is unknown (`open`), never a call nobody knows of.
struct Operation {
  OperationKind kind = OperationKind::kCreate;
  std::int64_t asks = 0;            // calls begun so far
  std::optional<Instant> asked_at;  // when the last one was begun
  bool open = false;                // begun, and its answer is not stored yet
  bool lost = false;                // some ask may have had an effect that no answer told of
  OperationId id;                   // AWS's request id once known: from here on there is something to check
  bool missing = false;             // delete: AWS said there is nothing; a look after `settle` has to agree
  bool look_first = false;          // delete: AWS said for sure that an operation failed; look before asking
  std::int64_t troubles = 0;        // failures in a row, for the backoff
  std::int64_t refusals = 0;        // final refusals of a delete, for BLOCKED
  Instant next_at;                  // when the next step is due
  std::string cause;                // the last failure, for people

  friend bool operator==(const Operation&, const Operation&) = default;
};

struct Assignment {
  AssignmentKey key;
  std::int64_t version = 0;  // grows with each change; 0 is "not stored yet"
  AssignmentState state = AssignmentState::kUnknown;
  std::vector<Lease> leases;  // in the order they came
  std::optional<Operation> operation;
  std::optional<Instant> seen_absent_at;         // the look that found it absent, or the end of our deletion
  std::optional<Instant> last_asked_at;          // the last create or delete that was begun, whatever became of it
  std::optional<Instant> deleted_at;             // our last deletion, until a look after `settle` found it absent
  std::optional<Instant> create_in_doubt_until;  // until then a create whose answer is lost may still take effect
  std::optional<Instant> delete_in_doubt_until;  // … and a delete: both whatever later calls were answered
  std::optional<Instant> look_at;                // UNKNOWN with leases, or after a deletion: when to look
  std::int64_t event_count = 0;                  // length of this assignment's audit chain
  std::string event_hash;                        // hex; its head
  Attributes further;                            // of a later version of Curfew: kept as they are
};

[[nodiscard]] bool has_live_lease(const Assignment& assignment);
// Whether a lease may have the access made for it, and holds it: it is live, and nothing is left to wait for.
[[nodiscard]] bool wants_access(const Lease& lease);
[[nodiscard]] bool is_wanted(const Assignment& assignment);
// From then on it is too late to begin: its end, or the time until which a create may be sent for it.
[[nodiscard]] Seconds latest_grant(const Lease& lease);
[[nodiscard]] const Lease* find_lease(const Assignment& assignment, const RequestId& request);

[[nodiscard]] Attributes to_attributes(const Assignment& assignment);
[[nodiscard]] Result<Assignment> assignment_from(const Attributes& attributes);
// SHA-256 (hex) over the key and the state: the rest may change without an audit event of this assignment (leases are
// on record in the events of their requests).
[[nodiscard]] std::string record_digest(const Assignment& assignment);

}  // namespace curfew
