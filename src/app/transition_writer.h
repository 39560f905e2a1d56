// Loads what a command speaks of, lets the lifecycle decide, and stores all of it in one conditional write.
//
// Every transition of Curfew goes through here. Thread-safe; owned by src/main; lives as long as its ports.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/adopt.h"
#include "app/caller.h"
#include "app/load_scene.h"
#include "base/error.h"
#include "domain/lifecycle.h"
#include "ports/clock.h"
#include "ports/ledger.h"
#include "ports/telemetry.h"

namespace curfew {

// What is stored together with a transition.
struct Alongside {
  std::optional<Binding> binding;
  std::optional<IdempotencyRecord> idempotency;
  std::optional<Claim> under;
};

enum class StoreOutcome : std::uint8_t {
  kConflict,  // nothing was stored: load again
  kNotSeen,   // nobody knows, and it is not there: load again, and know that it may yet take effect
  kStored
};

// One command about one request, tried again as long as others get in between.
struct RequestChange {
  RequestId request_id;
  Actor actor;
  std::optional<Subject> caller;  // whose idempotency key it is
  std::optional<IdempotencyKey> idempotency;
  std::optional<Binding> binding;
  // Checks the caller's rights on the request as it is and names the command. Called once a try.
  std::function<Result<Command>(const Request&)> decide;
};

class TransitionWriter {
 public:
  TransitionWriter(Ledger& ledger, const Clock& clock, Metrics& metrics, Rules rules, const Adoption& adoption);

  [[nodiscard]] Instant now() const { return clock_.now(); }
  [[nodiscard]] const Rules& rules() const { return rules_; }
  [[nodiscard]] Ledger& ledger() { return ledger_; }

  // The assignment (a new one when none is stored) and every request with a lease on it; consistent.
  // Errors: kUnavailable, kDamaged.
  [[nodiscard]] Result<Scene> load(const AssignmentKey& key);
  // The same for the assignment that a request is about, and that request. Errors: kNotFound too.
  [[nodiscard]] Result<Scene> load(const RequestId& id);

  // As Ledger::request, and as Curfew left it where somebody has written into it since.
  [[nodiscard]] Result<std::optional<Request>> request(const RequestId& id);

  // Stores what changed between the two scenes. A conflict too where it would decide on an access that a record of the
  // deployment before names: that one is a lease by then.
  // Errors: kUnavailable (may have been stored when effect is kMaybe), kDamaged.
  [[nodiscard]] Result<StoreOutcome> store(const Scene& before, const Transition& transition,
                                           const Alongside& alongside);

  // Takes over what the deployment before has on record for this access. Whether there was anything: then what was
  // loaded before is out of date. Errors: kUnavailable, kConflict.
  [[nodiscard]] Result<bool> adopt(const AssignmentKey& key);
  // The same for all that it has on record. Errors: kUnavailable.
  [[nodiscard]] Result<AdoptionReport> adopt_all();

  // The request after the change, or, for a repeated idempotency key, as it is now.
  // Errors: those of `decide` and of the lifecycle; kIdempotencyConflict; kConflict after too many tries; those of
  // store.
  [[nodiscard]] Result<Request> change(const RequestChange& change);

  // What an idempotency key has already led to. Errors: kIdempotencyConflict; kUnavailable, kDamaged.
  [[nodiscard]] Result<std::optional<Request>> repeated(const Subject& caller,
                                                        const std::optional<IdempotencyKey>& key);
  // The same for a call that is refused: by now its own repeat may have gone through elsewhere, and a call is not
  // refused for what it has done itself. `refusal` otherwise.
  [[nodiscard]] Result<Request> repeated_or(const Subject& caller, const std::optional<IdempotencyKey>& key,
                                            const Error& refusal);
  [[nodiscard]] std::optional<IdempotencyRecord> idempotency_record(const Subject& caller,
                                                                    const std::optional<IdempotencyKey>& key,
                                                                    const RequestId& request) const;

 private:
  // The events of tries whose outcome nobody knew: they may take effect while others are made.
  using Tries = std::vector<AuditEvent>;

  // Empty when somebody else got in between.
  [[nodiscard]] Result<std::optional<Request>> attempt(const RequestChange& change, Tries& tries);
  // A refusal may only say what an earlier try of the same call, or a repeat of it, has done: then it is none.
  [[nodiscard]] Result<Request> done_after_all_or(const RequestChange& change, const Tries& tries,
                                                  const Error& refusal);
  [[nodiscard]] Result<StoreOutcome> resolve_unknown(const Step& step);
  [[nodiscard]] Result<std::optional<Request>> read(const RequestId& id, const Lease* lease);

  Ledger& ledger_;
  const Clock& clock_;
  Metrics& metrics_;
  Rules rules_;
  Adopt* adopt_;  // null: there was no deployment before
};

}  // namespace curfew
