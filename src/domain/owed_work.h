// Owed work: what a transition owes to the outside, stored in the same write and done afterwards under a claim.
//
// A piece of work is a hint that something is due; the record decides what is done. Doing it twice is harmless.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/time.h"
#include "domain/attributes.h"
#include "domain/request.h"

namespace curfew {

enum class WorkKind : std::uint8_t {
  kDriveAssignment,  // take the next step with AWS
  kEndLease,         // a request's curfew
  kLapse,            // a pending request's end
  kLetter,           // one mail to one person
  kNotice,           // the approval notice: becomes one letter for each manager
  kTimer,            // set the timer outside that watches a lease's end, or take it away
  kTopicNotice       // the approval notice, published to a topic
};

enum class LetterKind : std::uint8_t {
  kAccessGranted,    // low risk, at once
  kApprovalPending,  // high risk, to the requester
  kRequestApproved,  // by a manager, and the access is there
  kRequestDenied,
  kAccessAutoRevoked,
  kAccessManuallyRevoked,
  kAccessFailed,     // could not be granted
  kRequestExpired,   // nobody decided in time
  kApprovalRequired  // high risk, to the managers
};

// Neither mail nor a timer outside may ever hold up a revocation, so each class is taken from the queue by workers of
// its own.
enum class WorkClass : std::uint8_t { kAccess, kMail, kTimer };
inline constexpr std::array kWorkClasses{WorkClass::kAccess, WorkClass::kMail, WorkClass::kTimer};

[[nodiscard]] std::string_view word(WorkKind kind);         // "drive_assignment"
[[nodiscard]] std::string_view word(WorkClass work_class);  // "access"
[[nodiscard]] std::string_view word(LetterKind letter);     // "access_granted": also the template's file name

// Smaller goes first.
inline constexpr int kRevokePriority = 0;
inline constexpr int kGrantPriority = 1;
inline constexpr int kMailPriority = 2;

struct OwedWork {
  std::string id;  // "drive/<assignment key>", "end/<request id>" …: owing it again replaces it
  WorkKind kind = WorkKind::kDriveAssignment;
  std::string lane;  // one claim at a time: "account/<id>", "request/<id>", "mail/<request id>", "timer/<request id>"
  int priority = kGrantPriority;
  Instant due;
  bool in_flight = false;  // an AWS operation runs: nothing else may be asked on this account
  std::int64_t attempts = 0;
  std::string last_error;            // for operators
  RequestId request_id;              // all kinds but kDriveAssignment
  AssignmentKey assignment;          // kDriveAssignment
  std::optional<LetterKind> letter;  // kLetter
  std::string recipient;             // kLetter
};

[[nodiscard]] WorkClass work_class(WorkKind kind);

[[nodiscard]] OwedWork drive_work(const AssignmentKey& key, Instant due, int priority, bool in_flight);
[[nodiscard]] OwedWork end_lease_work(const RequestId& request, Instant due);
[[nodiscard]] OwedWork lapse_work(const RequestId& request, Instant due);
[[nodiscard]] OwedWork timer_work(const RequestId& request, Instant due);
[[nodiscard]] OwedWork letter_work(const RequestId& request, LetterKind letter, const std::string& recipient,
                                   Instant due);
[[nodiscard]] OwedWork notice_work(const RequestId& request, Instant due);
// In a lane of its own: neither mail nor the topic holds up the other.
[[nodiscard]] OwedWork topic_notice_work(const RequestId& request, Instant due);

// The lane of work with this id: the one that the functions above give it. Empty for ids that none of them makes.
[[nodiscard]] std::optional<std::string> lane_of(std::string_view work_id);

[[nodiscard]] Attributes to_attributes(const OwedWork& work);
// kDamaged for broken records. Work of a kind this version does not know is kept out by the store: see WorkQueue.
[[nodiscard]] Result<OwedWork> owed_work_from(const Attributes& attributes);
[[nodiscard]] std::optional<WorkKind> work_kind_from(std::string_view text);

}  // namespace curfew
