// Identity Center as it truly is in a simulated world: who is assigned what, which operations run, and what really
// happened when. Asynchronous and contrary as AWS's; how contrary, the world's mix of faults says.
//
// This is the far end of the wire. What a server sees of it, with latencies, deaths and lost answers, is in
// inside/ports.h. docs/testing.md lists what is assumed of AWS.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/observation.h"
#include "ports/identity_center.h"
#include "simulation/engine/dice.h"
#include "simulation/engine/scheduler.h"
#include "simulation/outside/fault_mix.h"

namespace curfew::simulation {

// One stretch of time in which a user was assigned a permission set in an account.
struct Access {
  AssignmentKey key;
  bool ours = false;     // made by a call of Curfew
  bool excused = false;  // somebody else's, made in a moment in which nobody could tell it from ours
  bool by_hand = false;  // taken away by somebody else
  bool named = false;    // a record of the deployment before says that it gave it: Curfew's to end
  Instant from;
  std::optional<Instant> until;  // empty: it is there
};

struct CenterSettings {
  Millis settle{0};       // 0: the sandbox, which hides nothing
  Millis longest_lag{0};  // how far a listing may be behind the truth
  Millis usual_time{0};   // of an operation, at most
};

// For the thread of its world.
class SimulatedIdentityCenter {
 public:
  struct Observers {
    std::function<void(const Access&)> made = [](const Access&) {};
    // By an operation of Curfew, or by hand.
    std::function<void(const Access&)> gone = [](const Access&) {};
  };

  SimulatedIdentityCenter(const Scheduler& scheduler, Dice& dice, FaultMix& faults, Marks& marks,
                          const CenterSettings& settings)
      : scheduler_(scheduler), dice_(dice), faults_(faults), marks_(marks), settings_(settings) {}

  void observe(Observers observers) { observers_ = std::move(observers); }
  // Lets operations end whose time has come. To be called whenever time has passed.
  void catch_up();

  // What administrators of Identity Center do.
  UserId add_user(const std::string& email);
  void delete_user(const UserId& user, bool access_stays);
  void add_by_hand(const AssignmentKey& key, bool excused);
  void take_by_hand(const AssignmentKey& key);
  // Nobody can tell this access, which others gave, from one that Curfew makes now.
  void excuse(const AssignmentKey& key);
  // A record of the deployment before says from now on that it gave what is there.
  void record_names(const AssignmentKey& key);
  void set_through_group(const AssignmentKey& key, bool there);

  // What a call of Curfew that has arrived does here.
  [[nodiscard]] Result<UserId> find_user(const std::string& email) const;
  [[nodiscard]] Presence look(const AssignmentKey& key);
  [[nodiscard]] std::vector<UserId> list(const AccountId& account, const PermissionSetArn& permission_set);
  [[nodiscard]] AskResult ask(OperationKind kind, const AssignmentKey& key, Instant signed_at);
  [[nodiscard]] OperationStatus check(OperationKind kind, const OperationId& id);
  [[nodiscard]] bool anything_in_progress(const AssignmentKey& key) const;
  [[nodiscard]] Millis settle() const { return settings_.settle; }

  // The truth.
  [[nodiscard]] const Access* present(const AssignmentKey& key) const;
  [[nodiscard]] const std::vector<Access>& accesses() const { return accesses_; }
  [[nodiscard]] bool is_through_group(const AssignmentKey& key) const { return through_group_.contains(key); }
  // Whether a look at any moment from `from` on could have shown what others gave.
  [[nodiscard]] bool others_gave(const AssignmentKey& key, Instant from) const;
  [[nodiscard]] bool is_deleted(const UserId& user) const { return deleted_users_.contains(user); }
  [[nodiscard]] bool is_idle() const { return running_.empty(); }

 private:
  struct Operation {
    OperationId id;
    OperationKind kind = OperationKind::kCreate;
    AssignmentKey key;
    Instant due;
    OperationStatus outcome;  // once it has ended
  };
  struct Change {  // of what a listing shows
    Instant at;
    bool there = false;
  };

  [[nodiscard]] std::optional<AskError> stopped(Instant signed_at);
  [[nodiscard]] std::optional<AskError> objection(OperationKind kind, const AssignmentKey& key);
  [[nodiscard]] Operation begin(OperationKind kind, const AssignmentKey& key);
  void end(const Operation& operation);
  void appear(const AssignmentKey& key, bool ours, bool excused, Instant at);
  void vanish(const AssignmentKey& key, bool by_hand, Instant at);
  [[nodiscard]] bool shown(const AssignmentKey& key, Instant at) const;
  [[nodiscard]] Instant moment_of_listing();
  [[nodiscard]] const Operation* running_on(const AccountId& account) const;

  const Scheduler& scheduler_;
  Dice& dice_;
  FaultMix& faults_;
  Marks& marks_;
  const CenterSettings settings_;
  Observers observers_;

  std::map<std::string, UserId> users_;  // by e-mail
  std::set<UserId> deleted_users_;
  std::set<UserId> stuck_users_;  // deleted, and nothing of theirs can be taken away
  std::set<AssignmentKey> through_group_;
  std::vector<std::pair<AssignmentKey, Instant>> group_times_;  // when access through a group ended
  std::vector<Access> accesses_;
  std::map<AssignmentKey, std::size_t> present_;  // places in accesses_
  std::map<AssignmentKey, std::vector<Change>> changes_;
  std::vector<Operation> running_;
  std::map<OperationId, OperationStatus> ended_;
  int operations_ = 0;
};

}  // namespace curfew::simulation
