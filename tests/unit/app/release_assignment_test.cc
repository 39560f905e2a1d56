#include "app/release_assignment.h"

#include <algorithm>

#include "app_test.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

Actor root() {
  return {.kind = ActorKind::kAdministrator, .subject = {}, .user_id = {}, .email = "root", .origin = {}};
}

class ReleaseAssignmentTest : public AppTest {
 protected:
  ReleaseAssignmentTest() : request_(world_.granted(world_.ada, 5)) {}

  // AWS refuses to take it away, and goes on refusing.
  void block() {
    world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kRefused, .reason = "AccessDenied"}, 1000);
    world_.run_for(minutes(7));
    ASSERT_EQ(world_.assignment(request_.access).state, AssignmentState::kBlocked);
  }
  [[nodiscard]] Result<Request> release(const std::string& reason) {
    return world_.app().release(request_.id, reason, root());
  }

  Request request_;
};

TEST_F(ReleaseAssignmentTest, AnAdministratorClosesWhatAwsRefusesToTakeAway) {
  block();
  const Request closed = answer(release("the account was closed"));
  EXPECT_TRUE(is_final(closed.status));
  EXPECT_TRUE(world_.run_until_quiet()) << "nothing is tried any more";
  const auto events = answer(world_.store.events("assignment/" + request_.access.str(), 0, 100));
  EXPECT_EQ(events.back().action, "assignment.released");
  EXPECT_EQ(events.back().actor.kind, ActorKind::kAdministrator);
  EXPECT_EQ(events.back().detail, "the account was closed");
}

TEST_F(ReleaseAssignmentTest, AllThatWaitedForItAreClosed) {
  const Request other = world_.submit(World::low_risk(world_.ada, 5));
  block();
  answer(release("the account was closed"));
  EXPECT_TRUE(is_final(world_.status(other.id)));
}

TEST_F(ReleaseAssignmentTest, NamedByItsKeyAllThatWaitForItAreClosedToo) {
  block();
  EXPECT_TRUE(answer(world_.app().release(request_.access, "the account was closed", root())).leases.empty());
  EXPECT_EQ(world_.status(request_.id), RS::kRevoked);
  EXPECT_TRUE(world_.run_until_quiet());
}

TEST_F(ReleaseAssignmentTest, AReasonIsRequired) {
  block();
  EXPECT_EQ(refusal(release(" ")), ErrorCode::kInvalid);
  EXPECT_EQ(world_.status(request_.id), RS::kRevoking);
}

TEST_F(ReleaseAssignmentTest, WhatIsNotBlockedCannotBeReleased) {
  EXPECT_EQ(refusal(release("because")), ErrorCode::kConflict);
  EXPECT_EQ(world_.status(request_.id), RS::kActive);
}

TEST_F(ReleaseAssignmentTest, AfterItTheAccessCanBeAskedForAnew) {
  block();
  answer(release("cleaned up by hand"));
  EXPECT_EQ(refusal(world_.app().submit(World::low_risk(world_.ada))), ErrorCode::kStandingAccess)
      << "it is still there, and no longer ours";
}

// Standing access that an administrator ordered taken: no request waits for it.
class ReleaseWithoutARequestTest : public AppTest {
 protected:
  void SetUp() override {
    world_.center.add_stray(key_);
    const ReconcileOrder order{.mode = ReconcileMode::kEnforce, .take_standing = "INC-12", .actor = root()};
    ASSERT_EQ(answer(world_.app().reconcile(order)).findings.size(), 1U);
    world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kFails, .reason = "the USER was not found"},
                       1000);
    world_.run_for(minutes(7));
    ASSERT_EQ(state(), AssignmentState::kBlocked);
  }

  [[nodiscard]] Result<Assignment> release(Process& process, const std::string& reason = "the user was deleted") {
    return process.release(key_, reason, root());
  }
  [[nodiscard]] AssignmentState state() { return world_.assignment(key_).state; }
  [[nodiscard]] std::ptrdiff_t releases() {
    return std::ranges::count(answer(world_.store.events("assignment/" + key_.str(), 0, 100)), "assignment.released",
                              &AuditEvent::action);
  }

  const AssignmentKey key_ = world_.access_of(world_.ben);
};

TEST_F(ReleaseWithoutARequestTest, ItIsClosedByItsKeyAndTriedNoMore) {
  EXPECT_EQ(answer(release(world_.app())).state, AssignmentState::kUnknown);
  EXPECT_EQ(state(), AssignmentState::kUnknown);
  const int asks = world_.center.asks_of(OperationKind::kDelete);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.center.asks_of(OperationKind::kDelete), asks);
  const auto events = answer(world_.store.events("assignment/" + key_.str(), 0, 100));
  EXPECT_EQ(events.back().action, "assignment.released");
  EXPECT_EQ(events.back().actor.kind, ActorKind::kAdministrator);
  EXPECT_EQ(events.back().detail, "the user was deleted");
}

TEST_F(ReleaseWithoutARequestTest, AReasonIsRequired) {
  EXPECT_EQ(refusal(release(world_.app(), " ")), ErrorCode::kInvalid);
  EXPECT_EQ(state(), AssignmentState::kBlocked);
}

TEST_F(ReleaseWithoutARequestTest, WhatIsNotBlockedCannotBeReleased) {
  answer(release(world_.app()));
  EXPECT_EQ(refusal(release(world_.app())), ErrorCode::kConflict);
  EXPECT_EQ(releases(), 1);
}

TEST_F(ReleaseWithoutARequestTest, WhatIsNotOnRecordIsNotFoundAndNotPutThere) {
  const AssignmentKey unknown = world_.access_of(world_.mia);
  const auto refused = world_.app().release(unknown, "the user was deleted", root());
  EXPECT_EQ(refusal(refused), ErrorCode::kNotFound);
  EXPECT_NE(refused.error().public_text.find(unknown.str()), std::string::npos) << refused.error().public_text;
  EXPECT_FALSE(world_.store.tables().assignments.contains(unknown));
}

TEST_F(ReleaseWithoutARequestTest, ATryThatGetsInBetweenIsNoHindrance) {
  world_.clock.set(*world_.next_instant());
  world_.gate.arm(1, Fault::kRival,
                  [&] { EXPECT_GT(answer(world_.rival().do_owed_work.run_once(WorkClass::kAccess)), 0U); });
  EXPECT_EQ(answer(release(world_.app())).state, AssignmentState::kUnknown);
  EXPECT_TRUE(world_.gate.fired());
  EXPECT_EQ(releases(), 1);
}

TEST_F(ReleaseWithoutARequestTest, OfTwoAdministratorsOneReleasesIt) {
  world_.gate.arm(1, Fault::kRival, [&] { answer(release(world_.rival(), "I was first")); });
  EXPECT_EQ(refusal(release(world_.app())), ErrorCode::kConflict);
  EXPECT_EQ(releases(), 1);
}

TEST_F(ReleaseWithoutARequestTest, ALostAnswerOfTheStoreIsLookedUp) {
  world_.gate.lose_commit(Fault::kFailsAfter);
  EXPECT_EQ(answer(release(world_.app())).state, AssignmentState::kUnknown);
  EXPECT_EQ(releases(), 1);
}

TEST_F(ReleaseWithoutARequestTest, AnUnknownOutcomeThatDidNotHappenIsTriedAgain) {
  world_.gate.arm(1, Fault::kUnknown);
  EXPECT_EQ(answer(release(world_.app())).state, AssignmentState::kUnknown);
  EXPECT_EQ(state(), AssignmentState::kUnknown);
  EXPECT_EQ(releases(), 1);
}

}  // namespace
}  // namespace curfew::test
