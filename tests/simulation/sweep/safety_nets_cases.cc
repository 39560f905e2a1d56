#include "base/check.h"
#include "simulation/sweep/use_cases.h"
#include "support/everything.h"

namespace curfew::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// What was owed is gone from the queue, as if a careless hand had emptied it.
void lose_owed_work(Play& play) {
  Step step;
  for (const OwedWork& work : all_work(play.world.queue())) {
    if (work_class(work.kind) == WorkClass::kAccess) step.settled.push_back(work.id);
  }
  ensure(!step.settled.empty(), "some work was owed");
  ensure(play.world.ledger().commit(step).has_value(), "work can be settled");
}

void end_went_unnoticed(Play& play) {
  play.be_granted(5);
  lose_owed_work(play);
  play.pass(minutes(5) + seconds(10));
}
void lapse_went_unnoticed(Play& play) {
  play.submit_high();
  lose_owed_work(play);
  play.pass(hours(8) + seconds(10));
}
void timer_is_lost(Play& play) {
  play.be_granted();
  lose_owed_work(play);
}
void create_is_lost_from_the_queue(Play& play) {
  play.submit_low();
  const AssignmentKey access = play.world.access_of(play.world.ada);
  const Step step{.settled = {drive_work(access, Instant{}, kGrantPriority, false).id}};
  ensure(play.world.ledger().commit(step).has_value(), "work can be settled");
}
void timer_outside_is_lost_from_the_queue(Play& play) {
  play.world.keep_time_outside(true);
  play.submit_low();
  ensure(play.world.ledger().commit({.settled = {timer_work(play.id, Instant{}).id}}).has_value(),
         "work can be settled");
}
void revocation_is_late(Play& play) {
  play.be_granted(5);
  play.pass(minutes(5));
  play.work(WorkClass::kAccess);
  play.world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kThrottled}, 3);
  play.pass(minutes(3));
}
void something_happened(Play& play) {
  play.be_granted();
  ensure(play.world.app().seal().has_value(), "the trail can be sealed");
  play.submit_high();
}

// AWS refuses to take it away until somebody does it by hand; then an administrator closes it.
void is_blocked(Play& play) {
  play.be_granted(5);
  const AssignmentKey access = play.world.access_of(play.world.ada);
  play.world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kRefused, .reason = "AccessDenied"}, 1000);
  play.world.run_for(std::chrono::minutes(7));
  ensure(play.world.assignment(access).state == AssignmentState::kBlocked,
         "what is refused again and again is BLOCKED");
  play.world.center.unplan(OperationKind::kDelete);
  play.world.center.take_by_hand(access);
}

// The same for standing access that was ordered taken: no request waits for it.
void what_nobody_waits_for_is_blocked(Play& play) {
  const AssignmentKey access = play.world.access_of(play.world.ben);
  play.world.center.add_stray(access);
  play.world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kRefused, .reason = "AccessDenied"}, 1000);
  const auto ordered =
      play.world.app().reconcile({.mode = ReconcileMode::kEnforce, .take_standing = "nobody knows what it is for"});
  ensure(ordered.has_value(), "standing access can be ordered taken");
  play.world.run_for(minutes(1));
  ensure(play.world.assignment(access).state == AssignmentState::kBlocked,
         "what is refused again and again is BLOCKED");
  play.world.center.unplan(OperationKind::kDelete);
  play.world.center.take_by_hand(access);
}

Answer sweep(const Turn& turn) { return Play::told_of(turn.process.sweep()); }
Answer seal(const Turn& turn) { return Play::told_of(turn.process.seal()); }
Answer verify(const Turn& turn) {
  Process& process = turn.process;
  VerifyAudit verify(process.audit_log, process.ledger, process.index, process.signer);
  const auto report = verify(std::nullopt);
  return report && !report->findings.empty() ? report->findings.front() : Play::told_of(report);
}
Actor root() {
  return {.kind = ActorKind::kAdministrator, .subject = {}, .user_id = {}, .email = "root", .origin = {}};
}
Answer release(const Turn& turn) {
  return turn.play.told(turn.process.release(turn.play.id, "taken away by hand", root()));
}
Answer release_by_key(const Turn& turn) {
  const AssignmentKey access = turn.play.world.access_of(turn.play.world.ben);
  const auto released = turn.process.release(access, "taken away by hand", root());
  const bool kept = turn.play.world.assignment(access).state != AssignmentState::kBlocked;
  return released && !kept ? "released, but not on record" : Play::told_of(released);
}
// What a worker does that has nothing to do: looks how much there is, and until when it may sleep.
Answer idle(const Turn& turn) {
  const Instant now = turn.play.world.clock.now();
  for (const WorkClass work : kWorkClasses) {
    if (const auto backlog = turn.process.queue.backlog(work, now); !backlog) return Play::told_of(backlog);
    if (const auto next = turn.process.queue.next_due(work, now); !next) return Play::told_of(next);
  }
  return "ok";
}

}  // namespace

std::vector<UseCase> safety_nets_cases() {
  return {
      {"SweepFindsAnEnd", end_went_unnoticed, sweep, {}, "sweep_found_due"},
      {"SweepFindsALapse", lapse_went_unnoticed, sweep, {}, "sweep_found_due"},
      {"SweepFindsALostTimer", timer_is_lost, sweep, {}, "sweep_found_lost_work"},
      {"SweepFindsALostCreate", create_is_lost_from_the_queue, sweep, {}, "sweep_found_lost_work"},
      {"SweepFindsALostTimerOutside", timer_outside_is_lost_from_the_queue, sweep, {}, "sweep_found_lost_work"},
      {"SweepFindsWhatIsLate", revocation_is_late, sweep, {}, "revocation_late"},
      {"Release", is_blocked, release, {"conflict"}},
      {"ReleaseByKey", what_nobody_waits_for_is_blocked, release_by_key, {"conflict"}},
      {"Seal", something_happened, seal},
      {"VerifyAudit", something_happened, verify},
      {"Idle", something_happened, idle},
  };
}

}  // namespace curfew::test
