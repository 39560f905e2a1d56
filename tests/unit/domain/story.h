// A story about one assignment: applies commands one after the other, keeps what a ledger would keep, and holds every
// transition against the promises that all of them keep (lifecycle_invariants.h). A value: a copy is a fork in the
// plot.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "domain/lifecycle.h"
#include "support/scenes.h"

namespace curfew::test {

class Story {
 public:
  explicit Story(const Rules& rules = sandbox_rules()) : rules_(rules) {}

  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] const Rules& rules() const { return rules_; }
  void wait(Millis time) { now_ += time; }
  void wait_until(Instant at) { now_ = std::max(now_, at); }

  // Applies the command and keeps what follows; a refusal changes nothing.
  [[nodiscard]] Result<Transition> attempt(const Command& command, const Actor& actor = curfew_itself());
  // The same where the story does not allow a refusal.
  Transition tell(const Command& command, const Actor& actor = curfew_itself());
  // The code of the refusal, and a failed test when there is none.
  ErrorCode refused(const Command& command, const Actor& actor = curfew_itself());

  // People. `draft` only writes the request down, for a submit that will be refused.
  RequestId draft(const std::string& id, Risk risk, std::chrono::minutes duration = std::chrono::minutes(60));
  // What the deployment before gave, and says is so; not adopted yet.
  RequestId earlier(const std::string& id, RequestStatus status);
  RequestId submit(const std::string& id, Risk risk, std::chrono::minutes duration = std::chrono::minutes(60));
  void approve(const RequestId& id) { tell(command::Approve{id, "", std::chrono::minutes(60)}, manager_mary()); }
  void revoke_own(const RequestId& id) { tell(command::Revoke{.request = id}, alice()); }
  void revoke_all(const RequestId& id) { tell(command::Revoke{.request = id, .every_lease = true}, manager_mary()); }

  // What the worker does that keeps the timers outside: besides its commands, it puts off and settles work itself.
  void timer_set(const RequestId& id) { tell(command::TimerSet{id, "arn:of:" + id.str()}); }
  void put_off(OwedWork work, Millis time);
  void settle(const OwedWork& work) { owed_.erase(work.id); }

  // What the worker sees of AWS.
  void look(Presence presence, bool in_progress = false) { tell(command::Looked{presence, in_progress}); }
  void begin_ask() { tell(command::BeginAsk{}); }
  void asked(const std::string& id) { tell(command::Asked{OperationId(id)}); }
  void ask(const std::string& id) { begin_ask(), asked(id); }
  void ask_fails(AskFailure failure) { begin_ask(), tell(command::AskFailed{{failure, "AWS's words"}}); }
  void check(OperationStatus::Kind kind, const std::string& reason = {}) { tell(command::Checked{{kind, reason}}); }

  // From wherever it is to HELD, or to ABSENT, with an AWS that does what it is asked.
  void create() { look(Presence::kAbsent), ask("create"), check(OperationStatus::Kind::kSucceeded); }
  void remove() { ask("delete"), check(OperationStatus::Kind::kSucceeded); }
  // An ACTIVE low-risk request.
  RequestId active(const std::string& id);

  [[nodiscard]] const Assignment& assignment() const { return assignment_; }
  [[nodiscard]] AssignmentState state() const { return assignment_.state; }
  [[nodiscard]] const Request& request(const RequestId& id) const { return requests_.at(id.str()); }
  [[nodiscard]] RequestStatus status(const RequestId& id) const { return request(id).status; }
  [[nodiscard]] const std::map<std::string, Request>& requests() const { return requests_; }
  [[nodiscard]] const std::map<std::string, OwedWork>& owed() const { return owed_; }
  [[nodiscard]] NextAction next() const { return next_action(assignment_); }
  [[nodiscard]] std::size_t letters(LetterKind letter) const;
  // The actions of the last transition's events, in their order.
  [[nodiscard]] const std::vector<std::string>& last_actions() const { return last_actions_; }

 private:
  [[nodiscard]] Scene load(const Command& command) const;
  void keep(const Transition& transition);

  Rules rules_;
  Instant now_ = kTestStart;
  Assignment assignment_ = unseen_assignment();
  std::map<std::string, Request> requests_;
  std::map<std::string, OwedWork> owed_;
  std::vector<std::string> last_actions_;
};

}  // namespace curfew::test
