// Use case: the audit trail as one sequence, page by page, for managers and the systems that keep it elsewhere.
//
// Reading is logged (`audit_exported`) and is no audit event: the trail would grow by being read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/caller.h"
#include "base/error.h"
#include "domain/checkpoint.h"
#include "ports/audit_log.h"
#include "ports/telemetry.h"

namespace curfew {

struct ExportCall {
  Caller caller;
  std::int64_t after = 0;  // the position of the last event that the caller has; 0 or more
  std::size_t limit = 0;   // 1 to ExportAudit::kMostEvents
};

struct AuditExport {
  std::vector<PlacedEvent> events;            // in their order, without gaps
  std::optional<std::int64_t> next_after;     // absent when this page is not full: the trail ends here, for now
  std::optional<Checkpoint> last_checkpoint;  // of the whole trail; absent before the first one
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class ExportAudit {
 public:
  static constexpr std::size_t kMostEvents = 1000;

  ExportAudit(AuditLog& audit_log, Log& log) : audit_log_(audit_log), log_(log) {}

  // Errors: kForbidden (before anything is read), kInvalid (after or limit), kUnavailable, kDamaged.
  [[nodiscard]] Result<AuditExport> operator()(const ExportCall& call);

 private:
  AuditLog& audit_log_;
  Log& log_;
};

}  // namespace curfew
