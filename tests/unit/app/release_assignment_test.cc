#include "app/release_assignment.h"

#include "app_test.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

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
    return world_.app().release(request_.id, reason,
                                {.kind = ActorKind::kAdministrator, .email = "root", .origin = {}});
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

}  // namespace
}  // namespace curfew::test
