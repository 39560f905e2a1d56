#include "app/sweep.h"

#include "app_test.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

class SweepTest : public AppTest {
 protected:
  SweepReport sweep() { return answer(world_.app().sweep()); }
  // Every timer and all owed work is gone, as by a restore from an old backup of it.
  void lose_all_work() {
    world_.store.tamper([](MemoryStore::Tables& tables) { tables.work.clear(); });
  }
};

TEST_F(SweepTest, WhereNothingWasLostItFindsNothing) {
  world_.granted(world_.ada);
  world_.submit(World::low_risk(world_.ben));
  world_.submit(World::high_risk(world_.ada));
  const SweepReport report = sweep();
  EXPECT_EQ(report.looked_at, 3);
  EXPECT_EQ(report.put_right, 0);
  EXPECT_EQ(report.failed, 0);
  EXPECT_EQ(report.late, 0);
}

TEST_F(SweepTest, ALostTimerIsFoundAndTheAccessEndsOnTime) {
  const Request request = world_.granted(world_.ada, 5);
  lose_all_work();
  EXPECT_EQ(sweep().put_right, 1);
  EXPECT_EQ(world_.log.count("sweep_found_lost_work"), 1);
  world_.run_until(Instant(*request.expires_at) + seconds(10));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
}

TEST_F(SweepTest, ATimerThatNeverFiredIsDoneByTheSweep) {
  const Request request = world_.granted(world_.ada, 5);
  lose_all_work();
  world_.clock.set(Instant(*request.expires_at) + seconds(5));
  EXPECT_EQ(sweep().put_right, 1);
  EXPECT_EQ(world_.status(request.id), RS::kRevoking);
  EXPECT_EQ(world_.log.count("sweep_found_due"), 1);
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
}

TEST_F(SweepTest, TimersGetAMomentToFireByThemselves) {
  const Request request = world_.granted(world_.ada, 5);
  world_.clock.set(Instant(*request.expires_at) + seconds(4));
  EXPECT_EQ(sweep().put_right, 0);
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

TEST_F(SweepTest, AGrantAndARevocationWhoseWorkWasLostGoOn) {
  const Request granting = world_.submit(World::low_risk(world_.ada, 30));
  lose_all_work();
  sweep();
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(granting.id), RS::kActive);
  answer(world_.app().revoke({.caller = world_.ada, .request_id = granting.id}));
  lose_all_work();
  sweep();
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(granting.id), RS::kRevoked);
  EXPECT_FALSE(world_.center.is_assigned(granting.access));
}

TEST_F(SweepTest, APendingRequestWhoseTimerWasLostStillEnds) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  lose_all_work();
  EXPECT_EQ(sweep().put_right, 1);
  world_.run_for(hours(8));
  EXPECT_EQ(world_.status(request.id), RS::kExpired);
}

TEST_F(SweepTest, ARevocationThatIsLateIsLoud) {
  const Request request = world_.granted(world_.ada, 5);
  world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kThrottled}, 1000);
  world_.run_until(Instant(*request.expires_at) + seconds(119));
  EXPECT_EQ(sweep().late, 0);
  world_.run_for(seconds(2));
  EXPECT_EQ(sweep().late, 1);
  const auto line = world_.log.first("revocation_late");
  EXPECT_EQ(line.level, LogLevel::kError);
  EXPECT_EQ(line.fields.at("request_id"), request.id.str());
  EXPECT_EQ(line.fields.at("cause"), "ThrottlingException");
  EXPECT_EQ(world_.metrics.value("curfew_revocations_late"), 1);
}

TEST_F(SweepTest, AnEarlyRevocationIsLateTwoMinutesAfterItWasAskedFor) {
  const Request request = world_.granted(world_.ada, 60);
  world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kThrottled}, 1000);
  answer(world_.app().revoke({.caller = world_.ada, .request_id = request.id}));
  world_.run_for(seconds(119));
  EXPECT_EQ(sweep().late, 0);
  world_.run_for(seconds(2));
  EXPECT_EQ(sweep().late, 1) << "its set end is almost an hour away";
}

TEST_F(SweepTest, WhatIsBlockedIsCounted) {
  const Request request = world_.granted(world_.ada, 5);
  world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kRefused}, 1000);
  world_.run_until(Instant(*request.expires_at) + minutes(3));
  const SweepReport report = sweep();
  EXPECT_EQ(report.late, 1);
  EXPECT_EQ(report.blocked, 1);
  EXPECT_EQ(world_.metrics.value("curfew_assignments_blocked"), 1);
}

TEST_F(SweepTest, AnEndThatCannotEvenBeRecordedIsLateToo) {
  const Request request = world_.granted(world_.ada, 5);
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.damaged_assignments.insert(request.access); });
  world_.clock.set(Instant(*request.expires_at) + seconds(121));
  const SweepReport report = sweep();
  EXPECT_EQ(report.failed, 1);
  EXPECT_EQ(report.late, 1);
  EXPECT_EQ(world_.log.count("revocation_late"), 1);
}

TEST_F(SweepTest, OneBadRecordDoesNotStopTheOthers) {
  const Request bad = world_.granted(world_.ada, 5);
  const Request good = world_.granted(world_.ben, 5);
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.damaged_assignments.insert(bad.access); });
  lose_all_work();
  world_.clock.set(Instant(*good.expires_at) + seconds(30));
  const SweepReport report = sweep();
  EXPECT_EQ(report.failed, 1);
  EXPECT_EQ(world_.log.count("sweep_failed"), 1);
  EXPECT_EQ(world_.status(good.id), RS::kRevoking);
}

TEST_F(SweepTest, WhatIsOverIsNotLookedAt) {
  world_.granted(world_.ada, 5);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(sweep().looked_at, 0);
}

TEST_F(SweepTest, ItGoesThroughManyPages) {
  for (int i = 0; i < 450; ++i) world_.submit(World::high_risk(world_.ada));
  lose_all_work();
  const SweepReport report = sweep();
  EXPECT_EQ(report.looked_at, 450);
  EXPECT_EQ(report.put_right, 450);
}

TEST_F(SweepTest, WhatARivalComesToOweInBetweenIsNotOverwritten) {
  const Request request = world_.submit(World::low_risk(world_.ada));
  world_.run_for(milliseconds(300));
  world_.store.tamper([](MemoryStore::Tables& tables) {
    std::erase_if(tables.work, [](const auto& entry) { return entry.second.kind == WorkKind::kDriveAssignment; });
  });
  world_.gate.arm(1, Fault::kRival, [&] {
    answer(world_.rival().revoke({.caller = world_.ada, .request_id = request.id}));
    world_.clock.advance(seconds(10));
    answer(world_.rival().do_owed_work.run_once(WorkClass::kAccess));
  });
  const SweepReport report = sweep();
  EXPECT_EQ(report.failed, 0);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_FALSE(world_.center.is_assigned(request.access));
}

TEST_F(SweepTest, TheBacklogIsAMetric) {
  world_.submit(World::high_risk(world_.ada));
  sweep();
  EXPECT_EQ(world_.metrics.value("curfew_work_backlog{class=mail}"), 3);
  EXPECT_EQ(world_.metrics.value("curfew_work_backlog{class=access}"), 0);
}

}  // namespace
}  // namespace curfew::test
