#include "adapters/dynamodb/records.h"

#include <utility>

#include "domain/earlier_request.h"

namespace curfew::dynamodb {

namespace {

// Curfew gives each of its records a version; the deployment before gave none.
Result<Request> any_request_in(const Item& item, const std::string& what) {
  if (item.contains("Version")) return record_in(item, what, request_from);
  auto earlier = earlier_request_from(loose_attributes(item));
  if (!earlier) return fail(std::move(earlier.error()));
  return std::move(earlier->request);
}

}  // namespace

Result<Request> request_in(const Item& item, const RequestId& id) {
  const std::string what = "request " + id.str();
  Result<Request> request = any_request_in(item, what);
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
