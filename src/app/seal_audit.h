// Use case: once a minute, a signed checkpoint seals all audit events so far into one chain. Its hash goes to the log
// and to a metric, so that it is kept where whoever edits the database cannot reach it.
#pragma once

#include <cstdint>

#include "base/error.h"
#include "domain/checkpoint.h"
#include "ports/audit_log.h"
#include "ports/clock.h"
#include "ports/telemetry.h"

namespace curfew {

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class SealAudit {
 public:
  SealAudit(AuditLog& audit_log, CheckpointSigner& signer, const Clock& clock, Log& log, Metrics& metrics)
      : audit_log_(audit_log), signer_(signer), clock_(clock), log_(log), metrics_(metrics) {}

  // Seals what is not sealed yet; how many checkpoints that took (0: nothing new, or another server was first).
  // Errors: kUnavailable, kDamaged; nothing is lost, the next call seals it.
  [[nodiscard]] Result<std::int64_t> operator()();

 private:
  // False when there is nothing left to seal.
  [[nodiscard]] Result<bool> seal_next();
  void publish(const Checkpoint& checkpoint);

  AuditLog& audit_log_;
  CheckpointSigner& signer_;
  const Clock& clock_;
  Log& log_;
  Metrics& metrics_;
};

// How many events one checkpoint covers at most.
inline constexpr std::size_t kEventsPerCheckpoint = 10'000;

}  // namespace curfew
