// One entry of the audit trail. Events of one subject matter form a chain: each holds the hash of the one before it,
// and the record it describes holds the hash of its last event. docs/formats.md gives the bytes.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"
#include "domain/attributes.h"
#include "domain/identity.h"

namespace curfew {

struct AuditEvent {
  std::string chain;          // "request/<id>", "assignment/<key>", "users", "keys", "catalog", "reconcile"
  std::int64_t sequence = 0;  // 1, 2, 3 … in its chain, without gaps
  Instant at;
  Actor actor;
  std::string action;         // "request.approved"
  std::string from;           // status before; empty for the first
  std::string to;             // status after
  std::string detail;         // why: reason, comments, cause of a failure
  std::string digest_before;  // of the record as the transition found it; empty for the first, and without a record
  std::string record_digest;  // of the record after the transition; empty for chains without one
  std::string previous_hash;  // hex; empty for the first
  std::string hash;           // hex SHA-256 over all of the above; also the event's id
};

// The event's hash over all other members.
[[nodiscard]] std::string hash_of(const AuditEvent& event);

// Fills sequence, previous_hash and hash so that `event` continues the chain whose head is given.
[[nodiscard]] AuditEvent chained(AuditEvent event, std::int64_t last_sequence, const std::string& last_hash);

[[nodiscard]] Attributes to_attributes(const AuditEvent& event);
[[nodiscard]] Result<AuditEvent> audit_event_from(const Attributes& attributes);

}  // namespace curfew
