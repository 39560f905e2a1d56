#include "domain/overwritten_request.h"

#include <initializer_list>
#include <string_view>

namespace curfew {
namespace {

using RS = RequestStatus;

void erase(Attributes& from, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const auto found = from.find(name); found != from.end()) from.erase(found);
  }
}

bool is_as_left(const Attributes& found, const AuditEvent& last) {
  const auto version = found.find("Version");
  const auto hash = found.find("EventHash");
  return version != found.end() && version->second == AttributeValue(last.sequence) && hash != found.end() &&
         hash->second == AttributeValue(last.hash);
}

// What only those have that have come further.
void forget_later(Attributes& record, RS status) {
  if (!is_final(status)) erase(record, {"RevokedTimestamp", "EndedTimestamp"});
  if (status == RS::kPending) {
    erase(record, {"ApprovalTimestamp", "ApproverEmail", "ApproverSubject", "ApproverUserId", "ApprovalComments",
                   "DecisionType", "ExpirationTimestamp", "GrantedTimestamp"});
  }
  if (status == RS::kPending || status == RS::kGranting || status == RS::kActive) {
    erase(record, {"RevocationType", "RevokedBy"});
  }
}

bool is_revocation_type(const AttributeValue& value) {
  return value == AttributeValue("AUTO") || value == AttributeValue("MANUAL");
}

}  // namespace

Result<Request> request_as_left(Attributes found, const AuditEvent& last, const Lease* lease) {
  const auto status = request_status_from(last.to);
  if (!status || !is_as_left(found, last)) {
    return damaged_record("a record was changed, and its last event (" + last.chain + ") does not tell how it was");
  }
  found.insert_or_assign("Status", last.to);
  forget_later(found, *status);
  if (lease != nullptr) found.insert_or_assign("ExpirationTimestamp", unix_seconds(lease->end));
  if (const auto type = found.find("RevocationType"); type != found.end() && !is_revocation_type(type->second)) {
    type->second = std::string("AUTO");
  }
  return request_from(found);
}

}  // namespace curfew
