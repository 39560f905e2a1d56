#include "base/check.h"
#include "simulation/sweep/use_cases.h"
#include "support/earlier_record.h"

namespace curfew::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// ---- What the deployment before left -----------------------------------------------------------------------------

void was_written(Play& play, EarlierWish wish, bool gave) {
  wish.access = play.world.access_of(play.world.ada, wish.high_risk ? "EmergencyAdmin" : "S3FullAccess");
  if (gave) play.world.center.add_stray(wish.access);
  play.id = wish.id;
  play.world.store.tamper([&](MemoryStore::Tables& tables) { tables.earlier[wish.id] = earlier_record(wish); });
}
void is_active(Play& play) { was_written(play, {.asked_at = play.world.clock.now() - minutes(10)}, true); }
void is_over(Play& play) { was_written(play, {.asked_at = play.world.clock.now() - hours(2)}, true); }
void has_failed_to_end(Play& play) {
  was_written(play, {.status = "ERROR", .asked_at = play.world.clock.now() - hours(2)}, true);
}
void is_pending(Play& play) {
  was_written(play, {.status = "PENDING", .asked_at = play.world.clock.now() - hours(1), .high_risk = true}, false);
}
void ours_ends_before_theirs(Play& play) {
  play.be_granted(5);
  was_written(play, {.asked_at = play.world.clock.now()}, false);
  play.pass(minutes(5));
}
// A function of the deployment before thinks that it has ended what is ours.
void is_overwritten(Play& play) {
  play.be_granted();
  play.world.store.tamper([&](MemoryStore::Tables& tables) {
    tables.overwritten[play.id] = {{"Status", "ERROR"}, {"ErrorMessage", "ConflictException"}};
  });
}

// ---- What happens to it ------------------------------------------------------------------------------------------

Answer sweep(const Turn& turn) { return Play::told_of(turn.process.sweep()); }
Answer work(const Turn& turn) { return Play::told_of(turn.process.do_owed_work.run_once(WorkClass::kAccess)); }
Answer reconcile(const Turn& turn) { return Play::told_of(turn.process.reconcile({.mode = ReconcileMode::kEnforce})); }
Answer submit(const Turn& turn) {
  SubmitCall call = World::low_risk(turn.play.world.ada, 60);
  call.idempotency = turn.idempotency();
  return turn.play.told(turn.process.submit(call));
}
Answer approve(const Turn& turn) {
  return turn.play.told(turn.process.decide(
      {.caller = turn.play.world.mia, .request_id = turn.play.id, .approve = true, .idempotency = turn.idempotency()}));
}
Answer cancel(const Turn& turn) {
  return turn.play.told(turn.process.cancel(
      {.caller = turn.play.world.ada, .request_id = turn.play.id, .idempotency = turn.idempotency()}));
}
Answer revoke(const Turn& turn) {
  return turn.play.told(turn.process.revoke(
      {.caller = turn.play.world.ada, .request_id = turn.play.id, .idempotency = turn.idempotency()}));
}

}  // namespace

std::vector<UseCase> adoptions_cases() {
  return {
      {"SweepAdoptsWhatIsActive", is_active, sweep, {}, "request_adopted"},
      {"SweepAdoptsWhatIsOver", is_over, sweep, {}, "request_adopted"},
      {"SweepAdoptsAnError", has_failed_to_end, sweep, {}, "request_adopted"},
      {"SweepAdoptsAPendingOne", is_pending, sweep, {}, "request_adopted"},
      {"SubmitOnTopOfAnEarlierGrant", is_active, submit, {}, "request_adopted"},
      {"ApproveAnEarlierRequest", is_pending, approve, {}, "request_adopted"},
      {"CancelAnEarlierRequest", is_pending, cancel, {}, "request_adopted"},
      {"RevokeAnEarlierGrant", is_active, revoke, {}, "request_adopted"},
      {"OursEndsBeforeAnEarlierGrant", ours_ends_before_theirs, work, {}, "request_adopted"},
      {"ReconcileBesideAnEarlierGrant", is_active, reconcile, {}, "request_adopted"},
      {"RevokeWhatWasOverwritten", is_overwritten, revoke, {}, "record_overwritten"},
  };
}

}  // namespace curfew::test
