#include "domain/overwritten_request.h"

#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

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
  const bool undecided = status == RS::kPending || status == RS::kExpired || status == RS::kCancelled;
  if (undecided) {
    erase(record, {"ApprovalTimestamp", "ApproverEmail", "ApproverSubject", "ApproverUserId", "ApprovalComments",
                   "DecisionType", "ExpirationTimestamp", "GrantedTimestamp"});
  }
  if (status == RS::kPending || status == RS::kGranting || status == RS::kActive) {
    erase(record, {"RevocationType", "RevokedBy"});
  }
}

// Each of these may have been there, or have been written by the other.
std::vector<Attributes> candidates(const Attributes& record) {
  std::vector<Attributes> candidates{record};
  const auto without = [](Attributes attributes, std::string_view name) {
    erase(attributes, {name});
    return attributes;
  };
  if (record.contains("RevocationType")) {
    for (const char* type : {"AUTO", "MANUAL"}) {
      candidates.push_back(record);
      candidates.back().insert_or_assign("RevocationType", type);
    }
    candidates.push_back(without(record, "RevocationType"));
  }
  for (std::size_t i = candidates.size(); i > 0; --i) candidates.push_back(without(candidates[i - 1], "ErrorMessage"));
  return candidates;
}

// The one that the trail vouches for; otherwise the first that is a record at all.
Result<Request> nearest(const Attributes& record, const std::string& digest) {
  std::optional<Result<Request>> first;
  for (const Attributes& candidate : candidates(record)) {
    Result<Request> request = request_from(candidate);
    if (request && record_digest(*request) == digest) return request;
    if (!first || (!*first && request)) first = std::move(request);
  }
  return *std::move(first);
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
  return nearest(found, last.record_digest);
}

}  // namespace curfew
