// Curfew's promises as invariants, held against what truly happened: after every commit, after every change in Identity
// Center, and when the world has come to rest. docs/testing.md lists them by name.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/policy.h"
#include "ports/ledger.h"
#include "ports/mail.h"
#include "simulation/engine/scheduler.h"
#include "simulation/judges/marks.h"
#include "simulation/outside/identity_center.h"
#include "simulation/outside/revocation_timer.h"
#include "simulation/outside/store.h"
#include "support/fake_mail.h"
#include "support/fake_topic.h"

namespace curfew::simulation {

enum class Promise : std::uint8_t {
  kNothingOutlivesItsCurfew,
  kRevocationIsDurableFirst,
  kNoAccessWithoutADecision,
  kAnswersAreKept,
  kStatusIsTrue,
  kStandingAccessStays,
  kNobodyIsCutShort,
  kNobodyDecidesForThemselves,
  kOneDecisionWins,
  kEveryTransitionIsOnRecord,
  kTheTrailIsWhole,
  kEverybodyIsTold,
  kPeopleAreToldTheTruth,
  kTheWorldComesToRest,
  kNoAccessIsLeft,
  kTimerBeforeTheGrant,
  kNoTimerIsLeft
};
inline constexpr std::size_t kPromises = static_cast<std::size_t>(Promise::kNoTimerIsLeft) + 1;
[[nodiscard]] std::string_view name_of(Promise promise);

struct BrokenPromise {
  Promise promise = Promise::kStatusIsTrue;
  Instant at;
  std::string sentence;
};

// For the thread of its world.
class Promises {
 public:
  Promises(const Scheduler& scheduler, SimulatedStore& store, SimulatedIdentityCenter& center,
           const SimulatedTimer& timer, const test::FakeMailer& mailer, const test::FakeTopic& topic, Marks& marks)
      : scheduler_(scheduler),
        store_(store),
        center_(center),
        timer_(timer),
        mailer_(mailer),
        topic_(topic),
        marks_(marks) {}

  void let_approve(const Identity& manager) { managers_.emplace(manager.subject, manager.email); }
  void follow(const Rules& rules) { rules_ = rules; }
  // How far a server's clock may be off.
  void allow_clocks_off(Millis most) { clocks_off_ = most; }
  // Mail servers refuse some mail for good: nobody can be told then.
  void allow_lost_mail() { mail_may_be_lost_ = true; }
  // Grants wait for a timer outside.
  void expect_timers() { timer_outside_ = true; }
  // A world in which nothing goes wrong: revocations are never later than `most`.
  void expect_revocations_within(Millis most) { latest_ = most; }

  // What the world reports.
  void before_commit(const Step& step);
  void committed(const Step& step);
  void made(const Access& access);
  void gone(const Access& access);
  void asked(OperationKind kind, const AssignmentKey& key, Instant server_now);
  // A timer outside calls, or has been taken away.
  void timer_calls(const RequestId& id);
  void timer_removed(const RequestId& id);
  // Somebody was told that this request has this status.
  void told(const RequestId& id, RequestStatus status) { told_.emplace(id, status); }
  // A mail was handed over, of the form that test::FakeLetterWriter writes.
  void sent(const Mail& mail);
  void at_rest(const test::MemoryStore::Tables& tables, CheckpointSigner& signer);

  // Holds `holds` against `promise`; says what is wrong when it does not.
  void check(Promise promise, bool holds, const std::string& sentence);
  [[nodiscard]] const std::vector<BrokenPromise>& broken() const { return broken_; }
  [[nodiscard]] const std::array<std::uint64_t, kPromises>& checked() const { return checked_; }
  // The latest that an access of ours was taken away after its end.
  [[nodiscard]] Millis worst_lateness() const { return worst_lateness_; }

 private:
  using Tables = test::MemoryStore::Tables;

  void check_request(const Step& step, const Change<Request>& change, const Tables& tables);
  void check_decision(const Request& request);
  void check_end_of_lease(const Request& request);
  void check_managers_order(const AuditEvent& event, const Request& request, const Tables& tables);
  void check_grant_is_timed(const Step& step, const Request& request);
  void check_active(const Request& request);
  void check_timed(const Request& request);
  void check_ended(const Request& request, const Tables& tables);
  void mark_transitions(const Step& step);
  void mark_rarities(const Step& step, const Tables& tables);
  void note_end_of_lease(const Request& request);
  void check_lateness(const Access& access, const Tables& tables);
  void check_answers(const Tables& tables);
  void check_trail(const Tables& tables, CheckpointSigner& signer);
  void check_that_edits_are_seen(CheckpointSigner& signer);
  void check_letters(const Tables& tables);
  void check_notices(const Tables& tables);

  const Scheduler& scheduler_;
  SimulatedStore& store_;
  SimulatedIdentityCenter& center_;
  const SimulatedTimer& timer_;
  const test::FakeMailer& mailer_;
  const test::FakeTopic& topic_;
  Marks& marks_;
  std::map<Subject, std::string> managers_;  // with their addresses
  Rules rules_;
  Millis clocks_off_{0};
  bool mail_may_be_lost_ = false;
  bool timer_outside_ = false;
  std::optional<Millis> latest_;
  std::map<RequestId, RequestStatus> before_;  // of the requests in the step that comes now
  std::map<RequestId, Instant> lease_over_;    // when a lease was over, before its end or at it
  std::set<std::pair<RequestId, RequestStatus>> told_;
  std::set<AssignmentKey> released_;  // closed by an administrator, whatever is there
  std::vector<BrokenPromise> broken_;
  std::array<std::uint64_t, kPromises> checked_{};
  Millis worst_lateness_{0};
};

}  // namespace curfew::simulation
