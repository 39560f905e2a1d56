// Records to store: plausible, and with every member set where a test wants to see all of it come back.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>

#include "domain/checkpoint.h"
#include "ports/ledger.h"

namespace curfew::conformance {

// 2025-12-06T14:30:00Z.
inline constexpr Instant kStart{std::chrono::seconds{1'765'031'400}};

// "00000000-0000-4000-8000-000000000007": sorts as its number does.
[[nodiscard]] std::string uuid(std::int64_t number);
[[nodiscard]] inline RequestId request_id(std::int64_t number) { return RequestId(uuid(number)); }
[[nodiscard]] AssignmentKey assignment_key(const std::string& user);

// A new request of `user`, PENDING, version 1.
[[nodiscard]] Request pending_request(const RequestId& id, const std::string& user = "ada");
// One with every member set, version 1.
[[nodiscard]] Request full_request(const RequestId& id);
[[nodiscard]] Assignment absent_assignment(const AssignmentKey& key);
[[nodiscard]] Assignment full_assignment(const AssignmentKey& key);
// An event with every member set, after one with `previous_hash`.
[[nodiscard]] AuditEvent event_in(const std::string& chain, std::int64_t last_sequence = 0,
                                  const std::string& previous_hash = {}, const std::string& detail = "because");
[[nodiscard]] Checkpoint checkpoint_after(const Checkpoint& last, std::int64_t position);

// The record after one more change.
[[nodiscard]] Change<Request> change_of(Request request);
[[nodiscard]] Change<Assignment> change_of(Assignment assignment);
[[nodiscard]] inline Change<Request> creation_of(const Request& request) {
  return {.expected_version = 0, .record = request};
}
[[nodiscard]] inline Change<Assignment> creation_of(const Assignment& assignment) {
  return {.expected_version = 0, .record = assignment};
}

}  // namespace curfew::conformance

// Records compare by what is stored of them.
namespace curfew {

[[nodiscard]] inline bool operator==(const Request& left, const Request& right) {
  return to_attributes(left) == to_attributes(right);
}
[[nodiscard]] inline bool operator==(const Assignment& left, const Assignment& right) {
  return to_attributes(left) == to_attributes(right);
}
[[nodiscard]] inline bool operator==(const AuditEvent& left, const AuditEvent& right) {
  return to_attributes(left) == to_attributes(right);
}
[[nodiscard]] inline bool operator==(const OwedWork& left, const OwedWork& right) {
  return to_attributes(left) == to_attributes(right);
}
[[nodiscard]] inline bool operator==(const Checkpoint& left, const Checkpoint& right) {
  return to_attributes(left) == to_attributes(right);
}
[[nodiscard]] inline bool operator==(const IdempotencyRecord& left, const IdempotencyRecord& right) {
  return left.key == right.key && left.body_hash == right.body_hash && left.request_id == right.request_id &&
         left.expires_at == right.expires_at && left.stored_at == right.stored_at;
}

// … and are shown as such when a test fails.
inline std::ostream& operator<<(std::ostream& out, const Request& request) {
  return out << canonical(to_attributes(request));
}
inline std::ostream& operator<<(std::ostream& out, const Assignment& assignment) {
  return out << canonical(to_attributes(assignment));
}
inline std::ostream& operator<<(std::ostream& out, const AuditEvent& event) {
  return out << canonical(to_attributes(event));
}
inline std::ostream& operator<<(std::ostream& out, const OwedWork& work) {
  return out << canonical(to_attributes(work));
}
inline std::ostream& operator<<(std::ostream& out, const Checkpoint& checkpoint) {
  return out << canonical(to_attributes(checkpoint));
}

}  // namespace curfew
