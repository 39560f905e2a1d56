// Identity Center with AWS's asynchronous behaviour, on a clock that a test moves: an accepted create or delete is
// IN_PROGRESS for a while and takes effect at its end. Ask by ask, a test can plan how it goes wrong.
//
// It also keeps what really happened, so that promises can be held against the truth. Safe for use by many threads.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ports/clock.h"
#include "ports/identity_center.h"

namespace curfew::test {

// How one ask goes.
struct AskPlan {
  enum class Kind : std::uint8_t {
    kThrottled,     // nothing happens
    kConflict,      // nothing happens
    kRefused,       // nothing happens, with `reason`
    kLostBefore,    // no answer, and nothing happens
    kLostAfter,     // no answer, but it goes on as if there had been one
    kFails,         // accepted, and ends as FAILED with `reason`
    kFailsInTruth,  // accepted, ends as FAILED with `reason`, and its effect is there all the same
    kTakes          // accepted, and takes `time`
  };
  Kind kind = Kind::kThrottled;
  std::string reason = "an internal failure";
  Millis time{0};
};

// An assignment that was made through `ask`, from its making to its end.
struct MadeAccess {
  AssignmentKey key;
  Instant from;
  std::optional<Instant> until;  // empty: still there
};

struct SeenAsk {
  OperationKind kind = OperationKind::kCreate;
  AssignmentKey key;
  Instant at;
  Instant claimed_at;
};

class FakeIdentityCenter final : public IdentityCenter {
 public:
  FakeIdentityCenter(const Clock& clock, Millis delay, Millis settle) : clock_(clock), delay_(delay), settle_(settle) {}

  // What administrators do.
  UserId add_user(const std::string& email);
  void rename_user(const std::string& from, const std::string& to);
  void remove_user(const UserId& user);  // creates for them FAIL from now on
  void add_standing(const AssignmentKey& key);
  void add_stray(const AssignmentKey& key);  // assigned by hand, and nobody's to keep
  void add_group_standing(const AssignmentKey& key);
  void take_by_hand(const AssignmentKey& key);  // a direct assignment, whoever made it

  // What goes wrong: the next asks of this kind, in order; the next looks, checks and searches.
  void plan(OperationKind kind, const AskPlan& plan, int times = 1);
  void unplan(OperationKind kind);  // … go well again
  void fail_reads(int times);
  // The next listings are stale: they answer as if this, and nothing else, were assigned.
  void plan_listings(const std::set<AssignmentKey>& seen, int times = 1);
  void set_session_length(std::chrono::minutes length);  // of every permission set
  void forget_operations();  // AWS knows none of the earlier operations any more

  // What is true.
  [[nodiscard]] bool is_assigned(const AssignmentKey& key);  // directly
  [[nodiscard]] std::vector<MadeAccess> made();
  [[nodiscard]] std::vector<SeenAsk> asks();
  [[nodiscard]] int asks_of(OperationKind kind);
  [[nodiscard]] std::set<AssignmentKey> standing();
  [[nodiscard]] std::set<AssignmentKey> assigned();

  [[nodiscard]] Result<UserId> find_user(const std::string& email) override;
  [[nodiscard]] Result<Presence> look(const AssignmentKey& key) override;
  [[nodiscard]] Result<std::vector<UserId>> assigned_users(const AccountId& account,
                                                           const PermissionSetArn& permission_set) override;
  [[nodiscard]] Result<std::chrono::minutes> session_length(const PermissionSetArn& permission_set) override;
  [[nodiscard]] AskResult ask(OperationKind kind, const AssignmentKey& key, Instant claimed_at) override;
  [[nodiscard]] Result<OperationStatus> check(OperationKind kind, const OperationId& id) override;
  [[nodiscard]] Result<bool> anything_in_progress(const AssignmentKey& key) override;
  [[nodiscard]] Millis settle() const override { return settle_; }

 private:
  struct RunningOperation {
    OperationId id;
    OperationKind kind = OperationKind::kCreate;
    AssignmentKey key;
    Instant due;
    std::string fails_with;
    bool has_effect = true;
    OperationStatus status{.kind = OperationStatus::Kind::kInProgress, .reason = {}};
  };

  [[nodiscard]] std::optional<AskPlan> next_plan(OperationKind kind);
  [[nodiscard]] std::optional<AskError> objection(OperationKind kind, const AssignmentKey& key) const;
  [[nodiscard]] OperationId start(OperationKind kind, const AssignmentKey& key, const std::optional<AskPlan>& plan);
  [[nodiscard]] Status admit_read();
  [[nodiscard]] bool is_busy(const AccountId& account) const;
  void catch_up();
  void end(RunningOperation& operation);
  void note_taken(const AssignmentKey& key, Instant at);

  const Clock& clock_;
  const Millis delay_;
  const Millis settle_;
  std::mutex mutex_;
  std::map<std::string, UserId> users_;  // by e-mail, lower case as added
  std::set<UserId> removed_;
  std::set<AssignmentKey> assigned_;
  std::set<AssignmentKey> standing_;
  std::set<AssignmentKey> through_group_;
  std::vector<RunningOperation> operations_;
  std::map<OperationKind, std::deque<AskPlan>> plans_;
  std::deque<std::set<AssignmentKey>> listings_;
  int failing_reads_ = 0;
  std::chrono::minutes session_length_{60};
  std::vector<MadeAccess> made_;
  std::vector<SeenAsk> asks_;
};

}  // namespace curfew::test
