// Internal to the lifecycle: a scene being changed by one command. Every change of a status goes through move(), which
// holds it against the tables, writes the audit event and owes the letters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/lifecycle.h"

namespace curfew {

inline constexpr const char* kNotGrantedInTime = "The access could not be granted in time, so it was given up.";

// Of a record's audit events.
[[nodiscard]] std::string chain_of(const Request& request);
[[nodiscard]] std::string chain_of(const Assignment& assignment);

// Which of the tables a transition is held against.
enum class MovedBy : std::uint8_t {
  kLifecycle,
  kOrder,    // an administrator said so
  kAdoption  // a record of the deployment before is taken over: nobody gets a letter
};

class Draft {
 public:
  Draft(Scene scene, Actor actor, Instant now, const Rules& rules);

  // Null when the scene has no such request.
  [[nodiscard]] Request* request(const RequestId& id);
  [[nodiscard]] std::vector<Request>& requests() { return scene_.requests; }
  [[nodiscard]] Assignment& assignment() { return scene_.assignment; }
  [[nodiscard]] const Actor& actor() const { return actor_; }
  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] const Rules& rules() const { return rules_; }

  // `detail` goes into the audit event: why.
  void move(Request& request, RequestStatus to, const std::string& detail, MovedBy by = MovedBy::kLifecycle);
  void move(AssignmentState to, const std::string& detail, MovedBy by = MovedBy::kLifecycle);

  // Null when the request has no lease.
  [[nodiscard]] Lease* lease_of(const RequestId& id);

  void owe(OwedWork work) { owed_.push_back(std::move(work)); }
  void settle(const OwedWork& work) { settled_.push_back(work.id); }

  // Decides in the requester's favour: sets the curfew and adds the lease with its timers.
  void grant(Request& request);
  // Ends the lease of a request in GRANTING or ACTIVE that has run out or was revoked …
  void end_lease(Request& request, const Revocation& revocation, const std::string& detail);
  // … or that could not be granted.
  void fail_lease(Request& request, const std::string& failure);
  void fail_live_leases(const std::string& failure);
  // Leases that are not granted yet and never will be: their end has come, or it is too late to send a create.
  void fail_late_leases();
  // Into REVOKING, or once more: with the cause where AWS refuses to take the access away.
  void start_revoking(Request& request, const std::string& detail);

  // The answer to what was last asked is lost: it may still take effect, whatever later calls are answered.
  void note_lost_answer();
  void begin_deleting(const std::string& detail, bool look_first, MovedBy by = MovedBy::kLifecycle);
  // The assignment is not there. Should a lost call of ours bring it back, the look after `settle` sees it.
  void gone(const std::string& detail);

  // Lets the assignment follow its leases and the requests follow the assignment, and owes the next step.
  [[nodiscard]] Transition finish();

 private:
  [[nodiscard]] bool may_have_timer(const Request& request);
  // The lease that wants the access for longest.
  [[nodiscard]] const Lease* holder() const;
  void steer();
  void want_access();
  void withdraw_create();
  void activate_held();
  void conclude_over_leases();
  void conclude(Request& request, const Lease* holder);
  // With nothing of ours there and no lease that wants it, only the look after our last deletion is due.
  void plan_look();
  // Of the record with this chain as it was before the event that comes now. So nobody who edits a stored record can
  // hide it behind the next transition.
  [[nodiscard]] std::string digest_before(const std::string& chain) const;
  void owe_letters(const Request& request);
  void owe_next_step();

  Scene scene_;
  Scene before_;
  Actor actor_;
  Instant now_;
  Rules rules_;
  std::vector<AuditEvent> events_;
  std::vector<OwedWork> owed_;
  std::vector<std::string> settled_;
};

// A look at an ADOPTED assignment.
void looked_after_adoption(Draft& draft, Presence presence);

// The commands, one function each: request_commands.cc, timer_commands.cc, assignment_commands.cc,
// reconcile_commands.cc and adoption_commands.cc.
[[nodiscard]] Status run(Draft& draft, const command::Submit& command);
[[nodiscard]] Status run(Draft& draft, const command::Approve& command);
[[nodiscard]] Status run(Draft& draft, const command::Deny& command);
[[nodiscard]] Status run(Draft& draft, const command::Cancel& command);
[[nodiscard]] Status run(Draft& draft, const command::Revoke& command);
[[nodiscard]] Status run(Draft& draft, const command::Lapse& command);
[[nodiscard]] Status run(Draft& draft, const command::EndLease& command);
[[nodiscard]] Status run(Draft& draft, const command::TimerSet& command);
[[nodiscard]] Status run(Draft& draft, const command::TimerFailed& command);
[[nodiscard]] Status run(Draft& draft, const command::TimerNotNeeded& command);
[[nodiscard]] Status run(Draft& draft, const command::Looked& command);
[[nodiscard]] Status run(Draft& draft, const command::LookFailed& command);
[[nodiscard]] Status run(Draft& draft, const command::BeginAsk& command);
[[nodiscard]] Status run(Draft& draft, const command::Asked& command);
[[nodiscard]] Status run(Draft& draft, const command::AskFailed& command);
[[nodiscard]] Status run(Draft& draft, const command::Checked& command);
[[nodiscard]] Status run(Draft& draft, const command::Release& command);
[[nodiscard]] Status run(Draft& draft, const command::TakenOutside& command);
[[nodiscard]] Status run(Draft& draft, const command::TakeStanding& command);
[[nodiscard]] Status run(Draft& draft, const command::Adopt& command);

}  // namespace curfew
