#include "app/export_audit.h"

#include <string>

#include "domain/policy.h"

namespace curfew {

Result<AuditExport> ExportAudit::operator()(const ExportCall& call) {
  if (auto ok = check_may_oversee(call.caller.identity); !ok) return fail(ok.error());
  if (call.after < 0) return fail(ErrorCode::kInvalid, "after must be the position of an event, or 0.");
  if (call.limit < 1 || call.limit > kMostEvents) {
    return fail(ErrorCode::kInvalid, "limit must be a whole number from 1 to " + std::to_string(kMostEvents) + ".");
  }
  auto events = audit_log_.events_after(call.after, call.limit);
  if (!events) return fail(events.error());
  auto checkpoint = audit_log_.last_checkpoint();
  if (!checkpoint) return fail(checkpoint.error());
  AuditExport found{
      .events = *std::move(events), .next_after = std::nullopt, .last_checkpoint = *std::move(checkpoint)};
  if (found.events.size() == call.limit) found.next_after = found.events.back().position;
  log_.info("audit_exported", {{"subject", call.caller.identity.subject.str()},
                               {"address", call.caller.origin.address},
                               {"after", call.after},
                               {"count", static_cast<std::int64_t>(found.events.size())}});
  return found;
}

}  // namespace curfew
