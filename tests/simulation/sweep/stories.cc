#include "simulation/sweep/stories.h"

#include "support/everything.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

// Everybody who can act on a request acts on all of them; most are refused, and that is fine.
void everybody_revokes(World& world) {
  for (const Request& request : all_requests(world.index())) {
    const auto revoked = world.rival().revoke({.caller = world.max, .request_id = request.id});
    static_cast<void>(revoked);
  }
}

void another_lease_comes(World& world) {
  const auto submitted = world.rival().submit(World::low_risk(world.ada, 10));
  static_cast<void>(submitted);
}

void somebody_denies(World& world) {
  for (const Request& request : all_requests(world.index())) {
    const auto denied = world.rival().decide({.caller = world.max, .request_id = request.id, .comments = "no"});
    static_cast<void>(denied);
  }
}

void another_server_works(World& world) {
  for (const WorkClass work : kWorkClasses) {
    const auto done = world.rival().do_owed_work.run_once(work);
    static_cast<void>(done);
  }
  const auto swept = world.rival().sweep();
  static_cast<void>(swept);
}

void low_risk_to_its_end(World& world, Stage& stage) {
  const RequestId id = stage.call(&Process::submit, World::low_risk(world.ada, 5));
  stage.wait(minutes(1));
  if (world.status(id) != RS::kActive && !world.gate.fired()) stage.complain("low risk is not granted");
}

void high_risk_is_approved(World& world, Stage& stage) {
  const RequestId id = stage.call(&Process::submit, World::high_risk(world.ada, 5));
  stage.wait(minutes(1));
  stage.call(&Process::decide, DecideCall{.caller = world.mia, .request_id = id, .approve = true});
  stage.wait(minutes(1));
}

void somebody_revokes_early(World& world, Stage& stage) {
  const RequestId id = stage.call(&Process::submit, World::low_risk(world.ada, 60));
  stage.wait(seconds(30));
  stage.call(&Process::revoke, RevokeCall{.caller = world.mia, .request_id = id});
  stage.wait(minutes(1));
}

void leases_overlap(World& world, Stage& stage) {
  stage.call(&Process::submit, World::low_risk(world.ada, 5));
  stage.wait(minutes(2));
  const RequestId longer = stage.call(&Process::submit, World::low_risk(world.ada, 15));
  stage.wait(minutes(8));
  const bool may_be_gone = world.gate.fired();
  if (!may_be_gone && world.status(longer) != RS::kActive) stage.complain("a second request was cut short");
}

void the_requester_cancels(World& world, Stage& stage) {
  const RequestId pending = stage.call(&Process::submit, World::high_risk(world.ben));
  stage.call(&Process::cancel, CancelCall{.caller = world.ben, .request_id = pending});
  const RequestId granting = stage.call(&Process::submit, World::low_risk(world.ben, 60));
  stage.wait(milliseconds(700));
  stage.call(&Process::cancel, CancelCall{.caller = world.ben, .request_id = granting});
  stage.wait(minutes(1));
}

void what_was_standing_stays(World& world, Stage& stage) {
  const RequestId id = stage.call(&Process::submit, World::high_risk(world.ada, 5));
  world.center.add_standing(world.access_of(world.ada, "EmergencyAdmin"));
  stage.call(&Process::decide, DecideCall{.caller = world.mia, .request_id = id, .approve = true});
  stage.wait(minutes(1));
}

void aws_is_difficult(World& world, Stage& stage) {
  world.center.plan(OperationKind::kCreate, {.kind = AskPlan::Kind::kConflict});
  world.center.plan(OperationKind::kCreate, {.kind = AskPlan::Kind::kLostAfter});
  world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kThrottled});
  world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kFails});
  world.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kLostAfter});
  stage.call(&Process::submit, World::low_risk(world.ada, 5));
  stage.wait(minutes(2));
}

}  // namespace

const std::vector<Story>& stories() {
  static const std::vector<Story> kStories{
      {"LowRiskToItsEnd", low_risk_to_its_end, everybody_revokes},
      {"LowRiskWithASecondServer", low_risk_to_its_end, another_server_works},
      {"HighRiskIsApproved", high_risk_is_approved, somebody_denies},
      {"SomebodyRevokesEarly", somebody_revokes_early, another_lease_comes},
      {"LeasesOverlap", leases_overlap, everybody_revokes},
      {"TheRequesterCancels", the_requester_cancels, another_server_works},
      {"WhatWasStandingStays", what_was_standing_stays, everybody_revokes},
      {"AwsIsDifficult", aws_is_difficult, another_lease_comes},
  };
  return kStories;
}

}  // namespace curfew::test
