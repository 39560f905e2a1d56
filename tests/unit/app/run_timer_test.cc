#include "app/run_timer.h"

#include "app_test.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

class RunTimerTest : public AppTest {
 protected:
  [[nodiscard]] RunTimer& timers() { return world_.app().timers; }
};

TEST_F(RunTimerTest, ATimerIsAHintAndTheRecordDecides) {
  const Request request = world_.granted(world_.ada, 5);
  const auto before = world_.store.tables().events.size();
  EXPECT_EQ(answer(timers().end_lease(request.id)).status, RS::kActive);
  EXPECT_EQ(answer(timers().lapse(request.id)).status, RS::kActive);
  EXPECT_EQ(world_.store.tables().events.size(), before) << "nothing was stored";
}

TEST_F(RunTimerTest, FiringTwiceIsHarmless) {
  const Request request = world_.granted(world_.ada, 5);
  world_.clock.set(Instant(*request.expires_at));
  EXPECT_EQ(answer(timers().end_lease(request.id)).status, RS::kRevoking);
  EXPECT_EQ(answer(timers().end_lease(request.id)).status, RS::kRevoking);
  EXPECT_EQ(world_.trail(request.id), "request.submitted access.granted access.ending");
}

TEST_F(RunTimerTest, ATimerOfSomethingUnknownIsToldSo) {
  EXPECT_EQ(refusal(timers().end_lease(RequestId("unknown"))), ErrorCode::kNotFound);
}

TEST_F(RunTimerTest, WhenEachTimerIsDue) {
  const Request pending = world_.submit(World::high_risk(world_.ada));
  EXPECT_EQ(timers().lapse_of(pending), kTestStart + hours(8));
  EXPECT_EQ(RunTimer::lease_end_of(pending), std::nullopt);
  const Request granting = world_.submit(World::low_risk(world_.ben, 5));
  EXPECT_EQ(timers().lapse_of(granting), std::nullopt);
  EXPECT_EQ(RunTimer::lease_end_of(granting), kTestStart + minutes(5));
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(RunTimer::lease_end_of(world_.request(granting.id)), std::nullopt);
  EXPECT_EQ(timers().lapse_of(world_.request(pending.id)), std::nullopt);
}

TEST_F(RunTimerTest, ARevocationInsideTheCommitWinsOverTheTimer) {
  const Request request = world_.granted(world_.ada, 5);
  world_.clock.set(Instant(*request.expires_at));
  world_.gate.arm(1, Fault::kRival,
                  [&] { answer(world_.rival().revoke({.caller = world_.mia, .request_id = request.id})); });
  EXPECT_EQ(answer(timers().end_lease(request.id)).revocation->type, RevocationType::kManual);
}

}  // namespace
}  // namespace curfew::test
