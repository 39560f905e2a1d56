// A request: one person's wish for a permission set in an account, its decision, and its lease.
// The lifecycle (domain/lifecycle.h) is the only code that changes one.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/time.h"
#include "domain/attributes.h"

namespace curfew {

enum class RequestStatus : std::uint8_t {
  kPending,    // high risk, waits for a manager
  kGranting,   // decided; AWS is at work
  kActive,     // AWS reported that the access is there
  kRevoking,   // the lease is over; AWS is at work
  kRevoked,    // the access is gone, or another live lease holds it
  kDenied,     // a manager said no
  kCancelled,  // the requester took it back before a decision
  kExpired,    // nobody decided in time
  kFailed      // could not be granted; nothing that Curfew asked for is left
};

enum class Risk : std::uint8_t { kHigh, kLow };  // the default is the careful one
enum class RevocationType : std::uint8_t { kAuto, kManual };

[[nodiscard]] std::string_view word(RequestStatus status);                              // "PENDING"
[[nodiscard]] std::optional<RequestStatus> request_status_from(std::string_view text);  // exact spelling only
[[nodiscard]] std::string_view word(Risk risk);                                         // "LOW", "HIGH"
[[nodiscard]] std::string_view word(RevocationType type);                               // "AUTO", "MANUAL"

// True for a status that never changes again.
[[nodiscard]] bool is_final(RequestStatus status);

// What AWS serializes: this user has this permission set in this account.
struct AssignmentKey {
  UserId user_id;
  AccountId account_id;
  PermissionSetArn permission_set_arn;

  friend bool operator==(const AssignmentKey&, const AssignmentKey&) = default;
  friend auto operator<=>(const AssignmentKey&, const AssignmentKey&) = default;

  // "user/account/arn": the key in stores, logs and the audit chain. None of the parts but the ARN holds a slash.
  [[nodiscard]] std::string str() const {
    return user_id.str() + "/" + account_id.str() + "/" + permission_set_arn.str();
  }
};
// The key that str() writes so; empty for any other text.
[[nodiscard]] std::optional<AssignmentKey> assignment_key_from(std::string_view text);
// A lower-case UUID; empty for any other text.
[[nodiscard]] std::optional<RequestId> request_id_from(std::string_view text);

struct Decision {
  bool automatic = false;  // low risk: the policy decided
  Subject approver;        // empty when automatic
  std::optional<UserId> approver_user_id;
  std::string approver_email;
  std::string comments;  // may be empty on an approval
  Seconds at;
};

struct Revocation {
  RevocationType type = RevocationType::kAuto;
  // E-mail of whoever revoked; words where somebody took the access away outside Curfew; empty when the time ran out.
  std::string by;
};

struct Request {
  RequestId id;
  std::int64_t version = 0;  // grows by one with each transition; 0 is "not stored yet", or not by Curfew
  RequestStatus status = RequestStatus::kPending;
  Subject subject;
  std::string user_email;
  std::string account_name;         // the catalog's short name
  std::string permission_set;       // the catalog's short name: "S3FullAccess"
  std::string permission_set_name;  // AWS's name: "JIT-S3FullAccess"
  AssignmentKey access;
  Risk risk = Risk::kHigh;
  std::string reason;
  std::chrono::minutes duration{0};
  Seconds requested_at;
  std::optional<Decision> decision;
  std::optional<Seconds> expires_at;  // decision + duration
  std::optional<Seconds> granted_at;  // AWS reported SUCCEEDED
  std::optional<Seconds> ended_at;    // REVOKED: the end as observed; the other final states: when it was reached
  std::optional<Revocation> revocation;
  std::string failure;                  // a sentence; FAILED, or REVOKING on the way to it, or released
  std::string trouble;                  // a sentence; REVOKING, when AWS refuses to take the access away
  std::optional<Seconds> access_until;  // REVOKED or FAILED, while another live lease holds the access: its end
  RequestId held_by;                    // … and that lease's request
  std::string schedule_arn;             // the timer outside that was set for the lease's end; stays when it is gone
  std::optional<Seconds> adopted_at;    // the deployment before wrote it, and Curfew took it over then
  std::string event_hash;               // hex; head of this request's audit chain
  Attributes further;                   // of a later version of Curfew: kept as they are
};

// Whether the deployment before Curfew gave the access, not only took down the wish.
[[nodiscard]] bool was_given_before(const Request& request);

// The record as stored and shown, with the manual's names and types.
[[nodiscard]] Attributes to_attributes(const Request& request);
// kDamaged when an attribute is missing, of the wrong type, or no value that Curfew writes.
[[nodiscard]] Result<Request> request_from(const Attributes& attributes);

// What an audit event says of the record after its transition: SHA-256 (hex) over everything but the chain head.
[[nodiscard]] std::string record_digest(const Request& request);

}  // namespace curfew
