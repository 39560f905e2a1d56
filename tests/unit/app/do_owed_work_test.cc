#include "app/do_owed_work.h"

#include "app_test.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

class DoOwedWorkTest : public AppTest {
 protected:
  [[nodiscard]] std::size_t run(WorkClass work = WorkClass::kAccess) {
    return answer(world_.app().do_owed_work.run_once(work));
  }
  [[nodiscard]] std::optional<OwedWork> drive_work_of(const Request& request) {
    return *world_.store.work(drive_work(request.access, Instant{}, kGrantPriority, false).id);
  }
};

TEST_F(DoOwedWorkTest, NothingDueIsNothingDone) {
  EXPECT_EQ(run(), 0U);
  world_.granted(world_.ada);
  EXPECT_EQ(run(), 0U);
  EXPECT_EQ(run(WorkClass::kMail), 0U);
}

TEST_F(DoOwedWorkTest, TheCurfewFallsOnTimeAndNotEarlier) {
  const Request request = world_.granted(world_.ada, 5);
  const Instant end(*request.expires_at);
  world_.run_until(end - milliseconds(1));
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  world_.run_until(end);
  EXPECT_EQ(world_.status(request.id), RS::kRevoking);
  EXPECT_EQ(world_.center.asks().back().kind, OperationKind::kDelete);
  EXPECT_EQ(world_.center.asks().back().at, end);
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_EQ(world_.mailer.count(LetterKind::kAccessAutoRevoked, "ada@example.com", request.id), 1);
}

TEST_F(DoOwedWorkTest, OverlappingRequestsNeverCutEachOtherShort) {
  const Request first = world_.granted(world_.ada, 5);
  world_.run_for(minutes(2));
  const Request second = world_.submit(World::low_risk(world_.ada, 10));
  world_.run_until(Instant(*first.expires_at) + minutes(1));
  EXPECT_EQ(world_.status(first.id), RS::kRevoked);
  EXPECT_EQ(world_.request(first.id).held_by, second.id);
  EXPECT_EQ(world_.status(second.id), RS::kActive);
  EXPECT_TRUE(world_.center.is_assigned(second.access));
  world_.run_until(Instant(*second.expires_at) + minutes(1));
  EXPECT_EQ(world_.status(second.id), RS::kRevoked);
  EXPECT_FALSE(world_.center.is_assigned(second.access));
}

TEST_F(DoOwedWorkTest, PendingRequestsEndByThemselves) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  world_.run_for(hours(8) - seconds(1));
  EXPECT_EQ(world_.status(request.id), RS::kPending);
  world_.run_for(seconds(1));
  EXPECT_EQ(world_.status(request.id), RS::kExpired);
  EXPECT_EQ(world_.mailer.count(LetterKind::kRequestExpired, "ada@example.com", request.id), 1);
}

TEST_F(DoOwedWorkTest, ATimerThatComesTooEarlyChangesNothingAndIsSetAgain) {
  const Request request = world_.granted(world_.ada, 5);
  answer(world_.store.commit({.owed = {end_lease_work(request.id, world_.clock.now())}}));
  EXPECT_EQ(run(), 1U);
  EXPECT_EQ(world_.status(request.id), RS::kActive);
  EXPECT_EQ((*world_.store.work("end/" + request.id.str()))->due, Instant(*request.expires_at));
}

TEST_F(DoOwedWorkTest, WorkThatComesForNothingIsSettled) {
  const Request request = world_.granted(world_.ada, 5);
  answer(world_.store.commit({.owed = {drive_work(request.access, world_.clock.now(), kGrantPriority, true),
                                       lapse_work(request.id, world_.clock.now())}}));
  EXPECT_EQ(run(), 2U);
  EXPECT_EQ(drive_work_of(request), std::nullopt);
  EXPECT_FALSE((*world_.store.work("lapse/" + request.id.str())).has_value());
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

TEST_F(DoOwedWorkTest, WorkThatFailsStaysOwedAndIsPutOffAndLogged) {
  const Request request = world_.granted(world_.ada, 5);
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.damaged_requests.insert(request.id); });
  world_.run_until(Instant(*request.expires_at));
  const auto work = world_.store.tables().work.at("end/" + request.id.str());
  EXPECT_EQ(work.attempts, 1);
  EXPECT_FALSE(work.last_error.empty());
  EXPECT_EQ(work.due, world_.clock.now() + seconds(5));
  EXPECT_EQ(world_.log.count("work_failed"), 1);
}

TEST_F(DoOwedWorkTest, NoMatterHowOftenItFailedTheEndOfAccessIsTriedAtLeastEvery20Seconds) {
  const Request request = world_.granted(world_.ada, 5);
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.damaged_requests.insert(request.id); });
  world_.run_until(Instant(*request.expires_at) + minutes(30));
  const int tries = world_.log.count("work_failed");
  EXPECT_GE(tries, 88);
  EXPECT_LE(tries, 95) << "and not in a loop either";
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.damaged_requests.clear(); });
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
}

TEST_F(DoOwedWorkTest, AnAssignmentThatCannotBeReadDoesNotHoldUpTheOthersOnItsAccount) {
  const Request bad = world_.submit(World::low_risk(world_.ada));
  world_.run_for(milliseconds(300));
  ASSERT_TRUE(drive_work_of(bad)->in_flight);
  world_.store.tamper([&](MemoryStore::Tables& tables) { tables.damaged_assignments.insert(bad.access); });
  const Request good = world_.submit(World::low_risk(world_.ben, 5));
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.status(good.id), RS::kActive);
  world_.run_for(minutes(5));
  EXPECT_EQ(world_.status(good.id), RS::kRevoked);
}

TEST_F(DoOwedWorkTest, WhatARivalHasComeToOweIsNotPutOff) {
  const Request request = world_.granted(world_.ada);
  answer(world_.store.commit({.owed = {drive_work(request.access, world_.clock.now(), kGrantPriority, false)}}));
  // Lanes, work, claim, work; then the assignment is read, a manager revokes, and the read fails.
  world_.gate.arm(5, Fault::kRivalAndFails,
                  [&] { answer(world_.rival().revoke({.caller = world_.mia, .request_id = request.id})); });
  EXPECT_EQ(run(), 1U);
  ASSERT_TRUE(world_.gate.fired());
  EXPECT_EQ(drive_work_of(request)->due, world_.clock.now()) << "the revocation is due at once";
  EXPECT_EQ(drive_work_of(request)->priority, kRevokePriority);
}

TEST_F(DoOwedWorkTest, ALaneThatSomebodyHoldsIsLeftToThem) {
  const Request request = world_.submit(World::low_risk(world_.ada));
  const std::string lane = "account/" + request.access.account_id.str();
  answer(world_.store.claim(lane, world_.clock.now(), world_.clock.now() + minutes(2)));
  EXPECT_EQ(run(), 0U);
  EXPECT_TRUE(world_.center.asks().empty());
  world_.clock.advance(minutes(2));
  EXPECT_EQ(run(), 1U) << "whoever held it has died";
}

TEST_F(DoOwedWorkTest, WhatADeadServerHeldIsRevokedLongBeforeItIsLate) {
  const Request request = world_.granted(world_.ada);
  answer(world_.app().revoke({.caller = world_.ada, .request_id = request.id}));
  world_.gate.arm(1, Fault::kDiesAfter);  // holding the lane
  EXPECT_THROW(world_.work_now(), ProcessDied);
  ASSERT_FALSE(world_.store.tables().claims.empty());
  world_.restart();
  world_.run_for(seconds(60));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
}

TEST_F(DoOwedWorkTest, LanesAreLetGo) {
  world_.granted(world_.ada, 5);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_TRUE(world_.store.tables().claims.empty());
}

TEST_F(DoOwedWorkTest, TroubleOnOneLaneDoesNotStopTheOthers) {
  const Request one = world_.submit(World::low_risk(world_.ada));
  SubmitCall elsewhere = World::low_risk(world_.ben);
  elsewhere.account_name = "Audit";
  const Request other = world_.submit(elsewhere);
  world_.gate.arm(2, Fault::kFailsBefore);  // the first lane cannot be read
  EXPECT_EQ(run(), 1U);
  EXPECT_EQ(world_.log.count("lane_failed"), 1);
  EXPECT_EQ(world_.center.asks().size(), 1U);
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.status(one.id), RS::kActive);
  EXPECT_EQ(world_.status(other.id), RS::kActive);
}

TEST_F(DoOwedWorkTest, MailThatHangsNeverHoldsUpARevocation) {
  const Request request = world_.granted(world_.ada, 5);
  const Error down{.code = ErrorCode::kUnavailable, .public_text = "", .log_text = "the mail server is down"};
  world_.mailer.fail_next(down, 1000);
  world_.run_until(Instant(*request.expires_at) + seconds(5));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_EQ(world_.mailer.count(LetterKind::kAccessAutoRevoked, "ada@example.com", request.id), 0);
  EXPECT_GT(world_.log.count("work_failed"), 0) << "and it is not swallowed";
}

TEST_F(DoOwedWorkTest, ManyEndsAtOnceAreAllRevoked) {
  std::vector<Request> requests;
  for (int i = 0; i < 40; ++i) {
    const Caller who = World::person("engineer" + std::to_string(i), false);
    world_.center.add_user(who.identity.email);
    requests.push_back(world_.submit(World::low_risk(who, 5)));
  }
  world_.run_for(minutes(4));
  for (const Request& request : requests) EXPECT_EQ(world_.status(request.id), RS::kActive);
  world_.run_for(minutes(4));
  for (const Request& request : requests) EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_TRUE(world_.center.assigned().empty());
}

TEST_F(DoOwedWorkTest, WithoutTheQueueItSaysSo) {
  world_.gate.arm(1, Fault::kFailsBefore);
  EXPECT_EQ(refusal(world_.app().do_owed_work.run_once(WorkClass::kAccess)), ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace curfew::test
