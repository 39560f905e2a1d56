#include "simulation/sweep/use_cases.h"

namespace curfew::test {
namespace {

// ---- What was so before ------------------------------------------------------------------------------------------

void nothing(Play& /*play*/) {}
void is_pending(Play& play) { play.submit_high(); }
void is_granted(Play& play) { play.be_granted(); }
void is_decided(Play& play) { play.submit_low(); }
void create_is_in_flight(Play& play) {
  play.submit_low();
  play.work(WorkClass::kAccess);
}
void delete_is_in_flight(Play& play) {
  play.be_granted();
  const auto revoked = play.world.app().revoke({.caller = play.world.mia, .request_id = play.id});
  static_cast<void>(revoked);
  play.work(WorkClass::kAccess);
}
void two_leases(Play& play) {
  play.be_granted(10);
  play.submit_low(30);
}
void stands_already(Play& play) { play.world.center.add_standing(play.world.access_of(play.world.ada)); }
void high_risk_is_held(Play& play) {
  play.submit_high();
  play.approve();
  play.world.run_for(std::chrono::seconds(10));
  play.submit_high();
}
void answer_is_lost(Play& play) { play.world.gate.lose_commit(Fault::kFailsAfter); }
void store_is_in_the_dark(Play& play) { play.world.gate.lose_commit(Fault::kUnknown); }

// ---- What they do ------------------------------------------------------------------------------------------------

Answer submit(const Turn& turn, SubmitCall call) {
  call.idempotency = turn.idempotency();
  return turn.play.told(turn.process.submit(call));
}
Answer submit_low(const Turn& turn) { return submit(turn, World::low_risk(turn.play.world.ada, 30)); }
Answer submit_high(const Turn& turn) { return submit(turn, World::high_risk(turn.play.world.ada, 30)); }
void is_submitted_with_the_key(Play& play) {
  SubmitCall call = World::low_risk(play.world.ada, 30);
  call.idempotency = IdempotencyKey{.path = "/sweep", .key = "the call", .body_hash = "body"};
  play.id = play.world.submit(call).id;
}

Answer decide(const Turn& turn, bool approve) {
  return turn.play.told(turn.process.decide({.caller = turn.play.world.mia,
                                             .request_id = turn.play.id,
                                             .approve = approve,
                                             .comments = "as agreed",
                                             .idempotency = turn.idempotency()}));
}
Answer approve(const Turn& turn) { return decide(turn, true); }
Answer deny(const Turn& turn) { return decide(turn, false); }

Answer cancel(const Turn& turn) {
  return turn.play.told(turn.process.cancel(
      {.caller = turn.play.world.ada, .request_id = turn.play.id, .idempotency = turn.idempotency()}));
}
Answer revoke(const Turn& turn, const Caller& who) {
  return turn.play.told(
      turn.process.revoke({.caller = who, .request_id = turn.play.id, .idempotency = turn.idempotency()}));
}
Answer revoke_own(const Turn& turn) { return revoke(turn, turn.play.world.ada); }
Answer revoke_everything(const Turn& turn) { return revoke(turn, turn.play.world.mia); }

Answer list(const Turn& turn) { return Play::told_of(turn.process.read.list({.caller = turn.play.world.mia})); }
Answer read_one(const Turn& turn) { return Play::told_of(turn.process.read.one(turn.play.world.ada, turn.play.id)); }
Answer read_trail(const Turn& turn) {
  return Play::told_of(turn.process.read.events(turn.play.world.ada, turn.play.id));
}

}  // namespace

std::vector<UseCase> peoples_cases() {
  return {
      {"SubmitLow", nothing, submit_low},
      {"SubmitHigh", nothing, submit_high},
      {"SubmitThatExtends", is_granted, submit_low},
      {"SubmitRepeated", is_submitted_with_the_key, submit_low},
      {"SubmitOfWhatStands", stands_already, submit_low},
      {"SubmitDuringTheDeletion", delete_is_in_flight, submit_low},
      {"SubmitWhoseAnswerIsLost", answer_is_lost, submit_low},
      {"SubmitInTheDark", store_is_in_the_dark, submit_low},
      {"Approve", is_pending, approve},
      {"ApproveWhatIsHeld", high_risk_is_held, approve},
      {"Deny", is_pending, deny},
      {"CancelPending", is_pending, cancel},
      {"CancelGranting", create_is_in_flight, cancel},
      {"CancelBeforeTheCreate", is_decided, cancel},
      {"RevokeOwn", is_granted, revoke_own},
      {"RevokeOneOfTwoLeases", two_leases, revoke_own},
      {"RevokeByAManager", two_leases, revoke_everything},
      {"RevokeGranting", create_is_in_flight, revoke_everything},
      {"List", is_pending, list},
      {"ReadOne", is_granted, read_one},
      {"ReadTrail", is_granted, read_trail},
  };
}

}  // namespace curfew::test
