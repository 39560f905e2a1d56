// The audit trail as one sequence, and the checkpoints that seal it.
//
// Implementations: adapters/sqlite, adapters/dynamodb. Events are stored by Ledger::commit and by nothing else.
// All methods may be called at the same time. Errors: kUnavailable, kDamaged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "domain/audit_event.h"
#include "domain/checkpoint.h"

namespace curfew {

// An event and its place in the order in which the store committed them: 1, 2, 3 … without gaps.
struct PlacedEvent {
  std::int64_t position = 0;
  AuditEvent event;
};

class AuditLog {
 public:
  virtual ~AuditLog() = default;

  // Events after `position` in order, at most `limit` (1 to 10,000). Damaged events are kDamaged.
  [[nodiscard]] virtual Result<std::vector<PlacedEvent>> events_after(std::int64_t position, std::size_t limit) = 0;

  [[nodiscard]] virtual Result<std::optional<Checkpoint>> last_checkpoint() = 0;
  // Checkpoints with a number greater than `number` in order, at most `limit`.
  [[nodiscard]] virtual Result<std::vector<Checkpoint>> checkpoints_after(std::int64_t number, std::size_t limit) = 0;

  // Stores `checkpoint` durably when its number is the next one; false when another server was first.
  [[nodiscard]] virtual Result<bool> append(const Checkpoint& checkpoint) = 0;
};

// Signs checkpoints (Ed25519, RFC 8032). Implementations: adapters/keyfile.
class CheckpointSigner {
 public:
  virtual ~CheckpointSigner() = default;

  [[nodiscard]] virtual Result<std::string> sign(const std::string& bytes) = 0;  // 64 raw bytes
  [[nodiscard]] virtual Result<std::string> public_key() = 0;                    // 32 raw bytes

  // Pure: true only for a right signature.
  [[nodiscard]] virtual bool verify(const std::string& bytes, const std::string& signature,
                                    const std::string& public_key) const = 0;
};

}  // namespace curfew
