// What a month's requests came to: counts, times, and who asked for what. Pure; requests are folded in one by one, so
// that a month of any size needs memory for its people, accounts and decisions only.
//
// A request belongs to the month in which it was made, whatever happened to it since. Records of the deployment before
// count as what their record says.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/month.h"
#include "base/time.h"
#include "domain/request.h"

namespace curfew {

// Every request is one of auto_approved, approved, denied, cancelled, expired and pending. `failed`, `active`,
// `revoked_early` and `ended_on_time` say of those that were approved what became of them.
struct Tally {
  std::int64_t requests = 0;
  std::int64_t auto_approved = 0;  // low risk: nobody had to decide
  std::int64_t approved = 0;       // by a person
  std::int64_t denied = 0;
  std::int64_t cancelled = 0;
  std::int64_t expired = 0;
  std::int64_t pending = 0;
  std::int64_t failed = 0;
  std::int64_t active = 0;         // now
  std::int64_t revoked_early = 0;  // ended by somebody before its curfew
  std::int64_t ended_on_time = 0;
  std::chrono::minutes asked_for{0};
  // From the grant to the end, or to now. Each request for itself: two that held one assignment count twice.
  std::chrono::seconds held{0};
};

// Of numbers of seconds. Median and p90 by the nearest rank: times that somebody really waited, of two middle ones the
// shorter.
struct Latency {
  std::int64_t count = 0;
  std::chrono::seconds median{0};
  std::chrono::seconds p90{0};
  std::chrono::seconds longest{0};
  std::chrono::seconds mean{0};
};

struct PersonTally {
  UserId user_id;
  std::string user_email;
  Tally tally;
};
struct AccountTally {
  AccountId account_id;
  std::string account_name;
  Tally tally;
};
struct PermissionSetTally {
  PermissionSetArn permission_set_arn;
  std::string permission_set;  // the catalog's short name
  Tally tally;
};
struct DayTally {
  std::chrono::sys_days day;
  Tally tally;
};
struct ApproverTally {
  std::optional<UserId> approver_user_id;  // absent where Identity Center or the record does not have one
  std::string approver_email;
  std::int64_t approved = 0;
  std::int64_t denied = 0;
  std::chrono::seconds median_latency{0};
};

struct MonthReport {
  Month month{};
  Seconds generated_at;
  Tally totals;
  std::optional<Latency> approval_latency;  // from request to a person's decision; absent when nobody decided
  // The most requests (decisions, of approvers) first, then by name; days in their order. Names and addresses are those
  // of the newest request that has one.
  std::vector<PersonTally> by_person;  // by Identity Center user, whatever their address
  std::vector<AccountTally> by_account;
  std::vector<PermissionSetTally> by_permission_set;
  std::vector<ApproverTally> by_approver;
  std::vector<DayTally> by_day;  // those that had requests
};

// Not for sharing between threads.
class MonthFold {
 public:
  MonthFold(Month month, Seconds now) : month_(month), now_(now) {}

  // Each request of the month once, newest first.
  void add(const Request& request);

  [[nodiscard]] MonthReport report() const;

 private:
  using Waits = std::vector<std::chrono::seconds>;
  struct Approver {
    ApproverTally row;
    Waits waits;
  };

  void add_decision(const Request& request, const Decision& decision);

  Month month_;
  Seconds now_;
  Tally totals_;
  Waits waits_;
  std::map<UserId, PersonTally> people_;
  std::map<AccountId, AccountTally> accounts_;
  std::map<PermissionSetArn, PermissionSetTally> permission_sets_;
  std::map<std::string, Approver> approvers_;  // by user id, else by subject, else by address
  std::map<std::chrono::sys_days, DayTally> days_;
};

}  // namespace curfew
