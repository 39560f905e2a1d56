// The ledger: the one place where decisions are durable.
//
// Implementations: adapters/sqlite, adapters/dynamodb. Owned by src/main; outlives every use case. All methods
// may be called at the same time, from any thread, and block until done. One conformance suite (tests/conformance)
// runs on every implementation. No identifier in what is stored is empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "domain/assignment.h"
#include "domain/audit_event.h"
#include "domain/owed_work.h"
#include "domain/request.h"
#include "ports/work_queue.h"

namespace curfew {

// A record to be stored, provided that the stored version is still `expected_version` (0: not stored yet). The record's
// own version is greater: by one for each transition that the step makes at once.
template <class Record>
struct Change {
  std::int64_t expected_version = 0;
  Record record;
};

// A subject of the sign-in, bound to its Identity Center user at first use and never to another.
struct Binding {
  Subject subject;
  UserId user_id;

  friend bool operator==(const Binding&, const Binding&) = default;
};

// What a POST with an Idempotency-Key did.
struct IdempotencyRecord {
  std::string key;        // hash over caller, path and the key as sent
  std::string body_hash;  // hex SHA-256 of the body
  RequestId request_id;
  Instant expires_at;   // a repeat from then on is a new call
  Instant stored_at{};  // now: what had expired by then is replaced, and with the default nothing is
};

// An assignment that a step rests on without changing it.
struct Unchanged {
  AssignmentKey key;
  std::int64_t version = 0;  // 0: not stored yet
};

// A record of the deployment before that a step takes over. It has no version that would tell of a change, and its
// writers mind none: what it says has to be what was read.
struct AsFound {
  RequestId id;
  std::string status;             // "ERROR"
  std::string request_timestamp;  // a number's digits
};

// Everything that one transition writes: all of it or nothing.
struct Step {
  std::vector<Change<Request>> requests;
  std::vector<Change<Assignment>> assignments;
  std::vector<AuditEvent> events;
  std::vector<OwedWork> owed;        // stored under their ids; one of the same id is replaced
  std::vector<std::string> settled;  // ids of owed work that is done; unknown ids are ignored. Before `owed`.
  std::optional<Binding> binding;    // must be new, or equal to what is stored; else a conflict
  std::optional<IdempotencyRecord> idempotency;  // its key must be unused or expired; else a conflict
  std::optional<Claim>
      under;  // the step counts only while this claim is neither released nor taken over; else a conflict
  std::optional<Unchanged> unchanged = std::nullopt;  // must still have this version; else a conflict
  // Must be there without a version and say just this; else a conflict. The change of this request, which expects
  // version 0, replaces it.
  std::optional<AsFound> takes_over = std::nullopt;
};

enum class CommitOutcome : std::uint8_t {
  kConflict,  // nothing was stored: a version, an event's place in its chain, a binding, a key or the claim was taken
  kUnknown,   // it may have been stored: read back (has_event, or the records' versions) before concluding anything
  kCommitted  // stored, and it survives kill -9 and power loss
};

class Ledger {
 public:
  virtual ~Ledger() = default;

  // Stores `step` atomically and durably. At most one of two racing steps that touch the same record is committed.
  // Errors (nothing was stored): kUnavailable (disk full, locked, unreachable), kDamaged.
  [[nodiscard]] virtual Result<CommitOutcome> commit(const Step& step) = 0;

  // Consistent reads: they see every step committed before the call. Errors: kUnavailable, kDamaged.
  // A request that the deployment before wrote, as domain/earlier_request.h reads it: with version 0.
  [[nodiscard]] virtual Result<std::optional<Request>> request(const RequestId& id) = 0;
  [[nodiscard]] virtual Result<std::optional<Assignment>> assignment(const AssignmentKey& key) = 0;
  [[nodiscard]] virtual Result<std::optional<Binding>> binding_of(const Subject& subject) = 0;
  [[nodiscard]] virtual Result<std::optional<Binding>> binding_of(const UserId& user) = 0;
  [[nodiscard]] virtual Result<std::optional<IdempotencyRecord>> idempotency(const std::string& key) = 0;

  // The events of one chain in order, from `after_sequence` (exclusive), at most `limit` (1 to 1,000).
  [[nodiscard]] virtual Result<std::vector<AuditEvent>> events(const std::string& chain, std::int64_t after_sequence,
                                                               std::size_t limit) = 0;
  // The newest event of a chain.
  [[nodiscard]] virtual Result<std::optional<AuditEvent>> last_event(const std::string& chain) = 0;
  // Whether this very event, by its hash, stands at its place in its chain: resolves CommitOutcome::kUnknown.
  [[nodiscard]] virtual Result<bool> has_event(const AuditEvent& event) = 0;
};

}  // namespace curfew
