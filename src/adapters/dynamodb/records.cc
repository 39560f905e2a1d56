#include "adapters/dynamodb/records.h"

namespace curfew::dynamodb {

bool is_early(const Item& item) { return !item.contains("Version"); }

Result<Request> request_in(const Item& item, const RequestId& id) {
  const std::string what = "request " + id.str();
  Result<Request> request = record_in(item, what, request_from);
  if (request && request->id != id) return misplaced(what);
  return request;
}

Result<AuditEvent> event_in(const Item& item, const std::string& chain, std::int64_t sequence) {
  const std::string what = "event " + std::to_string(sequence) + " of " + chain;
  Result<AuditEvent> event = record_in(item, what, audit_event_from);
  if (event && (event->chain != chain || event->sequence != sequence)) return misplaced(what);
  return event;
}

}  // namespace curfew::dynamodb
