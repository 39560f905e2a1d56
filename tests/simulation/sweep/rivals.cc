#include "simulation/sweep/rivals.h"

#include <algorithm>
#include <chrono>

#include "app/record_catalog.h"
#include "simulation/sweep/use_cases.h"

namespace curfew::test {
namespace {

// More rounds than any work takes at one instant.
constexpr int kMostRounds = 100;
// Seldom for a server, but often enough for its promises, and nine hours of it are cheap.
constexpr Millis kSweepPeriod = std::chrono::minutes(5);

Answer calls_the_same(const Turn& turn, const UseCase& use_case) {
  return use_case.act({.play = turn.play, .process = turn.process, .gate = turn.gate, .key = "the call"});
}
Answer calls_alike(const Turn& turn, const UseCase& use_case) { return use_case.act(turn); }

Answer submits(const Turn& turn, const UseCase& /*use_case*/) {
  SubmitCall call = World::low_risk(turn.play.world.ada, 15);
  call.idempotency = turn.idempotency();
  return turn.play.told(turn.process.submit(call));
}
Answer decides(const Turn& turn, bool approve) {
  return turn.play.told(turn.process.decide({.caller = turn.play.world.max,
                                             .request_id = turn.play.id,
                                             .approve = approve,
                                             .comments = "by the other manager",
                                             .idempotency = turn.idempotency()}));
}
Answer approves(const Turn& turn, const UseCase& /*use_case*/) { return decides(turn, true); }
Answer denies(const Turn& turn, const UseCase& /*use_case*/) { return decides(turn, false); }
Answer cancels(const Turn& turn, const UseCase& /*use_case*/) {
  return turn.play.told(turn.process.cancel(
      {.caller = turn.play.world.ada, .request_id = turn.play.id, .idempotency = turn.idempotency()}));
}
Answer revokes(const Turn& turn, const UseCase& /*use_case*/) {
  return turn.play.told(turn.process.revoke(
      {.caller = turn.play.world.max, .request_id = turn.play.id, .idempotency = turn.idempotency()}));
}
Answer works(const Turn& turn, const UseCase& /*use_case*/) {
  for (const WorkClass work : kWorkClasses) {
    for (int i = 0; i < kMostRounds; ++i) {
      const auto done = turn.process.do_owed_work.run_once(work);
      if (!done) return Play::told_of(done);
      if (*done == 0) break;
    }
  }
  return "ok";
}
Answer sweeps(const Turn& turn, const UseCase& /*use_case*/) { return Play::told_of(turn.process.sweep()); }
Answer reconciles(const Turn& turn, const UseCase& /*use_case*/) {
  return Play::told_of(turn.process.reconcile({.mode = ReconcileMode::kEnforce}));
}
Answer seals(const Turn& turn, const UseCase& /*use_case*/) { return Play::told_of(turn.process.seal()); }
Answer releases(const Turn& turn, const UseCase& /*use_case*/) {
  return turn.play.told(turn.process.release(
      turn.play.id, "it is gone, I have looked",
      {.kind = ActorKind::kAdministrator, .subject = {}, .user_id = {}, .email = "root", .origin = {}}));
}
Answer reloads_the_catalog(const Turn& turn, const UseCase& /*use_case*/) {
  Catalog smaller = usual_catalog();
  std::erase_if(smaller.permission_sets, [](const CatalogPermissionSet& set) { return set.risk == Risk::kHigh; });
  const auto recorded = RecordCatalog(turn.process.ledger, turn.play.world.clock)(smaller, curfew_itself());
  if (recorded) turn.play.world.catalog.set(smaller);
  return Play::told_of(recorded);
}
// Time passes, and the other server does all that a server does.
Answer works_for(const Turn& turn, Millis time) {
  const Instant until = turn.play.world.clock.now() + time;
  while (turn.play.world.clock.now() < until) {
    if (const auto swept = turn.process.sweep(); !swept) return Play::told_of(swept);
    turn.play.world.stall(std::min<Millis>(kSweepPeriod, until - turn.play.world.clock.now()));
  }
  return "ok";
}
Answer outlives_its_claim(const Turn& turn, const UseCase& /*use_case*/) {
  return works_for(turn, std::chrono::minutes(3));
}
Answer outlives_its_signature(const Turn& turn, const UseCase& /*use_case*/) {
  return works_for(turn, std::chrono::minutes(6));
}
Answer outlives_the_curfew(const Turn& turn, const UseCase& /*use_case*/) {
  return works_for(turn, std::chrono::minutes(61));
}
Answer outlives_the_wait(const Turn& turn, const UseCase& /*use_case*/) {
  return works_for(turn, std::chrono::hours(9));
}

}  // namespace

std::vector<Rival> rivals_for_access() {
  return {
      {.name = "calls the same", .act = calls_the_same, .decisive = true},
      {.name = "calls alike", .act = calls_alike},
      {.name = "submits", .act = submits, .decisive = true},
      {.name = "approves", .act = approves, .needs_request = true},
      {.name = "denies", .act = denies, .needs_request = true, .decisive = true},
      {.name = "cancels", .act = cancels, .needs_request = true},
      {.name = "revokes", .act = revokes, .needs_request = true, .decisive = true},
      {.name = "releases", .act = releases, .needs_request = true},
      {.name = "works", .act = works, .decisive = true},
      {.name = "sweeps", .act = sweeps},
      {.name = "reconciles", .act = reconciles},
      {.name = "seals", .act = seals},
      {.name = "reloads the catalog", .act = reloads_the_catalog},
      {.name = "works until the claim is over", .act = outlives_its_claim, .takes_time = true},
      {.name = "works until the signature is too old", .act = outlives_its_signature, .takes_time = true},
      {.name = "works until the curfew", .act = outlives_the_curfew, .takes_time = true},
      {.name = "works until nobody waits any more", .act = outlives_the_wait, .takes_time = true},
  };
}

std::vector<Rival> rivals_for_administration() {
  std::vector<Rival> rivals{{.name = "seals", .act = seals},
                            {.name = "reloads the catalog", .act = reloads_the_catalog, .decisive = true}};
  for (const UseCase& other : administrators_cases()) {
    rivals.push_back({.name = other.name,
                      .act = [act = other.act](const Turn& turn, const UseCase&) { return act(turn); },
                      .decisive = other.name == "AddUser" || other.name == "RotateKey"});
  }
  return rivals;
}

}  // namespace curfew::test
