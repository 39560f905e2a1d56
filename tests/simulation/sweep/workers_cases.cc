#include "base/check.h"
#include "simulation/sweep/use_cases.h"

namespace curfew::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// ---- What was so before ------------------------------------------------------------------------------------------

void curfew_has_come(Play& play) {
  play.be_granted(5);
  play.pass(minutes(5));
}
void nobody_decided(Play& play) {
  play.submit_high();
  play.work(WorkClass::kMail);
  play.pass(hours(8));
}
void timer_fires_early(Play& play) {
  play.be_granted();
  const auto stored = play.world.ledger().commit({.owed = {end_lease_work(play.id, play.world.clock.now())}});
  ensure(stored.has_value(), "work can be owed");
}
void is_approved(Play& play) {
  play.submit_high();
  play.approve();
}
void is_decided(Play& play) { play.submit_low(); }
void plan_create(Play& play, AskPlan::Kind kind) {
  play.world.center.plan(OperationKind::kCreate, {.kind = kind});
  play.submit_low();
}
void create_is_throttled(Play& play) { plan_create(play, AskPlan::Kind::kThrottled); }
void create_is_lost(Play& play) { plan_create(play, AskPlan::Kind::kLostAfter); }
void create_was_lost(Play& play) {
  create_is_lost(play);
  play.work(WorkClass::kAccess);
  play.world.clock.set(*play.world.next_instant());
}
void create_has_ended(Play& play) {
  play.submit_low();
  play.work(WorkClass::kAccess);
  play.pass(seconds(2));
}
void create_has_failed(Play& play) {
  plan_create(play, AskPlan::Kind::kFails);
  play.work(WorkClass::kAccess);
  play.pass(seconds(2));
}
void create_in_the_dark(Play& play) {
  play.submit_low();
  play.world.gate.lose_commit(Fault::kFailsAfter);
}
// The timer has run; the deletion has not been asked for.
void is_ending(Play& play) {
  curfew_has_come(play);
  play.work(WorkClass::kAccess);
}
void delete_has_ended(Play& play) {
  is_ending(play);
  play.work(WorkClass::kAccess);
  play.pass(seconds(2));
}
void delete_is_refused(Play& play) {
  play.world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kRefused, .reason = "AccessDenied"});
  is_ending(play);
}
// Its answer was lost, so it is asked again, and AWS says that there is nothing.
void delete_was_lost(Play& play) {
  play.world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kLostAfter});
  is_ending(play);
  play.work(WorkClass::kAccess);
  play.pass(seconds(30));
}
void delete_finds_nothing(Play& play) {
  delete_was_lost(play);
  play.work(WorkClass::kAccess);
  play.world.clock.set(*play.world.next_instant());
}
void letter_is_owed(Play& play) {
  play.submit_high();
  const auto denied =
      play.world.app().decide({.caller = play.world.mia, .request_id = play.id, .comments = "not today"});
  ensure(denied.has_value(), "a manager can deny");
}
void notice_is_owed(Play& play) { play.submit_high(); }
void mail_is_refused_for_now(Play& play) {
  letter_is_owed(play);
  play.world.mailer.fail_next({.code = ErrorCode::kUnavailable, .log_text = "421 try again later"});
}
// Where a timer outside watches each end.
void timed_and_decided(Play& play) {
  play.world.keep_time_outside(true);
  play.submit_low();
}
void timer_is_set(Play& play) {
  timed_and_decided(play);
  play.work(WorkClass::kTimer);
}
void timer_stands_unnoticed(Play& play) {
  timed_and_decided(play);
  play.world.timer.fail_next({.code = ErrorCode::kUnavailable, .log_text = "cut off", .effect = Effect::kMaybe});
  play.work(WorkClass::kTimer);
  play.pass(seconds(2));
}
void timer_was_tried_for_too_long(Play& play) {
  timed_and_decided(play);
  play.world.timer.fail_next({.code = ErrorCode::kUnavailable, .log_text = "ThrottlingException"}, 1000);
  play.world.run_for(minutes(9));
  play.pass(minutes(2));
}
void timer_outlived_its_request(Play& play) {
  play.world.keep_time_outside(true);
  play.be_granted();
  const auto revoked = play.world.app().revoke({.caller = play.world.ada, .request_id = play.id});
  ensure(revoked.has_value(), "one's own access can be given back");
}
void timer_may_come_back(Play& play) {
  timer_outlived_its_request(play);
  play.work(WorkClass::kTimer);
  play.pass(minutes(30));
}
void timer_is_owed_to_nobody(Play& play) {
  timed_and_decided(play);
  play.world.keep_time_outside(false);
}
void a_manager_has_left(Play& play) {
  play.world.approvers.set({play.world.mia.identity.email, "gone@example.com"});
  play.world.mailer.refuse("gone@example.com");
  play.submit_high();
}

// ---- What they do ------------------------------------------------------------------------------------------------

Answer work_on_access(const Turn& turn) {
  return Play::told_of(turn.process.do_owed_work.run_once(WorkClass::kAccess));
}
Answer work_on_timers(const Turn& turn) { return Play::told_of(turn.process.do_owed_work.run_once(WorkClass::kTimer)); }
Answer work_on_mail(const Turn& turn) { return Play::told_of(turn.process.do_owed_work.run_once(WorkClass::kMail)); }

}  // namespace

std::vector<UseCase> workers_cases() {
  return {
      {"CurfewTimer", curfew_has_come, work_on_access},
      {"LapseTimer", nobody_decided, work_on_access},
      {"TimerThatFiresEarly", timer_fires_early, work_on_access},
      {"LookAndCreate", is_approved, work_on_access},
      {"Create", is_decided, work_on_access},
      {"CreateThrottled", create_is_throttled, work_on_access},
      {"CreateWhoseAnswerIsLost", create_is_lost, work_on_access},
      {"CreateAskedAgain", create_was_lost, work_on_access},
      {"CreateInTheDark", create_in_the_dark, work_on_access},
      {"CheckOfACreate", create_has_ended, work_on_access},
      {"CheckOfAFailedCreate", create_has_failed, work_on_access},
      {"Delete", is_ending, work_on_access},
      {"DeleteRefused", delete_is_refused, work_on_access},
      {"CheckOfADelete", delete_has_ended, work_on_access},
      {"DeleteAskedAgain", delete_was_lost, work_on_access},
      {"LookAfterADelete", delete_finds_nothing, work_on_access},
      {"Letter", letter_is_owed, work_on_mail},
      {"Notice", notice_is_owed, work_on_mail},
      {"LetterPutOff", mail_is_refused_for_now, work_on_mail, {}, "work_failed"},
      {"SetTimer", timed_and_decided, work_on_timers},
      {"CreateOnceTheTimerIsSet", timer_is_set, work_on_access},
      {"SetTimerThatStands", timer_stands_unnoticed, work_on_timers},
      {"TimerNotSetInTime", timer_was_tried_for_too_long, work_on_timers, {}, "timer_not_set"},
      {"RemoveTimer", timer_outlived_its_request, work_on_timers},
      {"RemoveTimerOnceMore", timer_may_come_back, work_on_timers},
      {"TimerNotNeeded", timer_is_owed_to_nobody, work_on_timers},
      {"LetterGivenUp", a_manager_has_left, work_on_mail, {}, "mail_given_up"},
  };
}

}  // namespace curfew::test
