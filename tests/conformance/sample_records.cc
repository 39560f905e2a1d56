#include "conformance/sample_records.h"

#include <cstdio>
#include <utility>

#include "base/digest.h"

namespace curfew::conformance {

using std::chrono::minutes;

std::string uuid(std::int64_t number) {
  const std::string digits = std::to_string(number);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

AssignmentKey assignment_key(const std::string& user) {
  return {.user_id = UserId(user),
          .account_id = AccountId("533267321107"),
          .permission_set_arn = PermissionSetArn("arn:aws:sso:::permissionSet/ssoins-7223/ps-0123456789abcdef")};
}

Request pending_request(const RequestId& id, const std::string& user) {
  Request request;
  request.id = id;
  request.version = 1;
  request.subject = Subject("subject-of-" + user);
  request.user_email = user + "@example.com";
  request.account_name = "LogArchive";
  request.permission_set = "S3FullAccess";
  request.permission_set_name = "JIT-S3FullAccess";
  request.access = assignment_key(user);
  request.reason = "Restore the backup of last night";
  request.duration = minutes(45);
  request.requested_at = floor_seconds(kStart);
  return request;
}

Request full_request(const RequestId& id) {
  Request request = pending_request(id);
  const Seconds start = request.requested_at;
  request.status = RequestStatus::kRevoked;
  request.risk = Risk::kLow;
  request.decision = Decision{.automatic = false,
                              .approver = Subject("subject-of-grace"),
                              .approver_user_id = UserId("grace"),
                              .approver_email = "grace@example.com",
                              .comments = "Gut so – 承認",
                              .at = start + minutes(3)};
  request.expires_at = start + minutes(48);
  request.granted_at = start + minutes(4);
  request.ended_at = start + minutes(20);
  request.revocation = Revocation{.type = RevocationType::kManual, .by = "grace@example.com"};
  request.failure = "AWS was slow.";
  request.access_until = start + minutes(50);
  request.held_by = request_id(999);
  request.event_hash = hex(sha256("head"));
  return request;
}

Assignment absent_assignment(const AssignmentKey& key) {
  Assignment assignment;
  assignment.key = key;
  assignment.version = 1;
  assignment.state = AssignmentState::kAbsent;
  return assignment;
}

Assignment full_assignment(const AssignmentKey& key) {
  Assignment assignment = absent_assignment(key);
  assignment.state = AssignmentState::kCreating;
  assignment.leases = {{.request_id = request_id(1), .end = floor_seconds(kStart), .grant_by = floor_seconds(kStart)},
                       {.request_id = request_id(2), .end = floor_seconds(kStart + minutes(5)), .over = true}};
  Operation operation;
  operation.asks = 2;
  operation.asked_at = kStart + Millis(7);
  operation.open = true;
  operation.id = OperationId("operation-1");
  operation.next_at = kStart + Millis(1234);
  operation.cause = "ThrottlingException";
  assignment.operation = operation;
  assignment.seen_absent_at = kStart;
  assignment.last_asked_at = kStart + Millis(7);
  assignment.event_count = 3;
  assignment.event_hash = hex(sha256("head"));
  return assignment;
}

AuditEvent event_in(const std::string& chain, std::int64_t last_sequence, const std::string& previous_hash,
                    const std::string& detail) {
  const Actor actor{.kind = ActorKind::kUser,
                    .subject = Subject("subject-of-ada"),
                    .user_id = UserId("ada"),
                    .email = "ada@example.com",
                    .origin = {.address = "203.0.113.7", .user_agent = "curl/7.88"}};
  return chained({.chain = chain,
                  .sequence = 0,
                  .at = kStart + Millis(123),
                  .actor = actor,
                  .action = "request.submitted",
                  .from = last_sequence == 0 ? "" : "PENDING",
                  .to = "PENDING",
                  .detail = detail,
                  .record_digest = hex(sha256("record")),
                  .previous_hash = "",
                  .hash = ""},
                 last_sequence, previous_hash);
}

Checkpoint checkpoint_after(const Checkpoint& last, std::int64_t position) {
  Checkpoint checkpoint{.number = last.number + 1,
                        .position = position,
                        .merkle_root = merkle_root({std::to_string(position)}),
                        .previous_hash = last.hash,
                        .at = kStart,
                        .public_key = hex(sha256("public key")),
                        .signature = hex(sha256("signature")),
                        .hash = ""};
  checkpoint.hash = hash_of(checkpoint);
  return checkpoint;
}

Change<Request> change_of(Request request) {
  ++request.version;
  return {.expected_version = request.version - 1, .record = std::move(request)};
}

Change<Assignment> change_of(Assignment assignment) {
  ++assignment.version;
  return {.expected_version = assignment.version - 1, .record = std::move(assignment)};
}

}  // namespace curfew::conformance
