#include <algorithm>

#include "base/check.h"
#include "simulation/sweep/use_cases.h"
#include "support/everything.h"

namespace curfew::test {
namespace {

constexpr int kMostRuns = 5;

void is_held(Play& play) {
  play.be_granted();
  play.world.run_for(std::chrono::minutes(5));  // a grant may be that long on its way into the listings
}
void all_work_is_lost(Play& play) {
  is_held(play);
  Step step;
  for (const OwedWork& work : all_work(play.world.queue())) step.settled.push_back(work.id);
  ensure(play.world.ledger().commit(step).has_value(), "work can be settled");
}
void was_taken_by_hand(Play& play) {
  is_held(play);
  play.world.center.take_by_hand(play.world.access_of(play.world.ada));
}
void was_given_by_hand(Play& play) { play.world.center.add_stray(play.world.access_of(play.world.ben)); }
void somebody_has_it_standing(Play& play) { play.world.center.add_standing(play.world.access_of(play.world.ben)); }

bool is_complete(const ReconcileReport& report) {
  return report.not_compared.empty() && std::ranges::none_of(report.findings, [](const Reconciled& reconciled) {
           return reconciled.outcome == FindingOutcome::kOvertaken || reconciled.outcome == FindingOutcome::kFailed;
         });
}

// Run once more, as a server does every hour: what changed under the first run was left to the next. And again as
// long as the report says that not everything was seen or done.
Answer reconcile(const Turn& turn, const ReconcileOrder& order) {
  for (int run = 1; run <= kMostRuns; ++run) {
    const auto report = turn.process.reconcile(order);
    if (!report || (is_complete(*report) && run > 1)) return Play::told_of(report);
  }
  return "never complete";
}
Answer put_right(const Turn& turn) { return reconcile(turn, {.mode = ReconcileMode::kEnforce}); }
Answer tell_managers(const Turn& turn) { return reconcile(turn, {.mode = ReconcileMode::kNotify}); }
Answer take_standing(const Turn& turn) {
  return reconcile(turn, {.mode = ReconcileMode::kEnforce, .take_standing = "nobody knows what it is for"});
}

}  // namespace

std::vector<UseCase> reconciles_cases() {
  return {
      {"ReconcileFindsNothing", is_held, put_right},
      {"ReconcileFinishesWhatWasLost", all_work_is_lost, put_right},
      {"ReconcileEndsWhatWasTaken", was_taken_by_hand, put_right},
      {"ReconcileTellsOfWhatStands", somebody_has_it_standing, tell_managers},
      {"ReconcileTakesWhatNobodyGave", was_given_by_hand, take_standing},
  };
}

}  // namespace curfew::test
