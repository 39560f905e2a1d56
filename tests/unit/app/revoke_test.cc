#include "app/revoke.h"

#include "app_test.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

class RevokeTest : public AppTest {
 protected:
  [[nodiscard]] Result<Request> revoke(const Caller& who, const RequestId& id) {
    return world_.app().revoke({.caller = who, .request_id = id});
  }
};

TEST_F(RevokeTest, ARequesterEndsTheirOwnAccess) {
  const Request request = world_.granted(world_.ada);
  EXPECT_EQ(answer(revoke(world_.ada, request.id)).status, RS::kRevoking);
  EXPECT_TRUE(world_.center.is_assigned(request.access)) << "REVOKED would be a lie yet";
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_FALSE(world_.center.is_assigned(request.access));
  EXPECT_EQ(world_.mailer.count(LetterKind::kAccessManuallyRevoked, "ada@example.com", request.id), 1);
}

TEST_F(RevokeTest, AManagerEndsSomebodyElsesAccess) {
  const Request request = world_.granted(world_.ada);
  answer(revoke(world_.mia, request.id));
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_EQ(world_.request(request.id).revocation->by, "mia@example.com");
}

TEST_F(RevokeTest, AnotherEngineerDoesNotEvenLearnThatThereIsARequest) {
  const Request request = world_.granted(world_.ada);
  const auto refused = revoke(world_.ben, request.id);
  const auto unknown = revoke(world_.ben, RequestId("unknown"));
  EXPECT_EQ(refusal(refused), ErrorCode::kNotFound);
  EXPECT_EQ(refused.error().public_text, unknown.error().public_text);
  EXPECT_EQ(world_.status(request.id), RS::kActive);
}

TEST_F(RevokeTest, ARequesterEndsOnlyTheirOwnLeaseAndIsToldWhatHoldsTheAccess) {
  const Request first = world_.granted(world_.ada, 15);
  const Request second = world_.submit(World::low_risk(world_.ada, 30));
  const Request revoked = answer(revoke(world_.ada, first.id));
  EXPECT_EQ(revoked.status, RS::kRevoked);
  EXPECT_EQ(revoked.access_until, second.expires_at);
  EXPECT_EQ(revoked.held_by, second.id);
  world_.run_for(minutes(1));
  EXPECT_TRUE(world_.center.is_assigned(second.access));
  EXPECT_EQ(world_.status(second.id), RS::kActive);
}

TEST_F(RevokeTest, AManagerEndsEveryLeaseOnTheAccess) {
  const Request first = world_.granted(world_.ada, 15);
  const Request second = world_.submit(World::low_risk(world_.ada, 30));
  answer(revoke(world_.mia, first.id));
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(first.id), RS::kRevoked);
  EXPECT_EQ(world_.status(second.id), RS::kRevoked);
  EXPECT_TRUE(world_.center.assigned().empty());
}

TEST_F(RevokeTest, AManagerWhoRevokesTheirOwnRequestEndsTheirOwnLeaseOnly) {
  const Request first = world_.granted(world_.mia, 15);
  const Request second = world_.submit(World::low_risk(world_.mia, 30));
  answer(revoke(world_.mia, first.id));
  world_.run_for(seconds(10));
  EXPECT_EQ(world_.status(second.id), RS::kActive);
}

TEST_F(RevokeTest, WhatIsRevokedWhileAwsIsGrantingIsTakenAwayWhenItIsThere) {
  const Request request = world_.submit(World::low_risk(world_.ada));
  world_.run_for(milliseconds(500));
  EXPECT_EQ(answer(revoke(world_.ada, request.id)).status, RS::kRevoking);
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_EQ(world_.center.asks_of(OperationKind::kDelete), 1);
  EXPECT_TRUE(world_.center.assigned().empty());
}

TEST_F(RevokeTest, WhatIsRevokedBeforeAnythingWasAskedIsNeverAsked) {
  const Request request = world_.submit(World::low_risk(world_.ada));
  EXPECT_EQ(answer(revoke(world_.ada, request.id)).status, RS::kRevoked);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_TRUE(world_.center.asks().empty());
}

TEST_F(RevokeTest, OnOnesOwnPendingRequestItIsACancellation) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  EXPECT_EQ(refusal(revoke(world_.mia, request.id)), ErrorCode::kForbidden) << "a manager denies, with a reason";
  EXPECT_EQ(answer(revoke(world_.ada, request.id)).status, RS::kCancelled);
}

TEST_F(RevokeTest, WhatIsOverCannotBeRevokedAgain) {
  const Request request = world_.granted(world_.ada);
  answer(revoke(world_.ada, request.id));
  EXPECT_EQ(refusal(revoke(world_.ada, request.id)), ErrorCode::kEnded) << "REVOKING";
  world_.run_for(seconds(10));
  EXPECT_EQ(refusal(revoke(world_.mia, request.id)), ErrorCode::kEnded) << "REVOKED";
}

TEST_F(RevokeTest, AFailedRevocationGoesOnBeingRetriedUntilItSucceeds) {
  const Request request = world_.granted(world_.ada);
  world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kFails}, 2);
  world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kThrottled}, 5);
  world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kConflict}, 5);
  world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kLostBefore}, 5);
  answer(revoke(world_.ada, request.id));
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.status(request.id), RS::kRevoking);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_TRUE(world_.center.assigned().empty());
}

TEST_F(RevokeTest, WhatAwsRefusesToDeleteIsBlockedLoudlyAndStillTried) {
  const Request request = world_.granted(world_.ada);
  world_.center.plan(OperationKind::kDelete, {.kind = AskPlan::Kind::kRefused, .reason = "AccessDenied"}, 6);
  answer(revoke(world_.ada, request.id));
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.assignment(request.access).state, AssignmentState::kBlocked);
  EXPECT_EQ(world_.status(request.id), RS::kRevoking);
  EXPECT_NE(world_.request(request.id).trouble.find("AccessDenied"), std::string::npos);
  EXPECT_EQ(refusal(world_.app().submit(World::low_risk(world_.ada))), ErrorCode::kAssignmentBlocked);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.status(request.id), RS::kRevoked) << "it gave in at the seventh try";
}

TEST_F(RevokeTest, TheBodyCannotNameAnotherRevoker) {
  const Request request = world_.granted(world_.ada);
  const RevokeCall call{.caller = world_.ada, .request_id = request.id, .revoker_email = "mia@example.com"};
  EXPECT_EQ(refusal(world_.app().revoke(call)), ErrorCode::kIdentityMismatch);
}

TEST_F(RevokeTest, ALeaseThatComesInsideTheCommitIsNotCutShortByARequester) {
  const Request first = world_.granted(world_.ada, 15);
  std::optional<Request> second;
  world_.gate.arm(1, Fault::kRival, [&] { second = answer(world_.rival().submit(World::low_risk(world_.ada, 30))); });
  EXPECT_EQ(answer(revoke(world_.ada, first.id)).held_by, second->id);
  world_.run_for(minutes(1));
  EXPECT_EQ(world_.status(second->id), RS::kActive);
}

}  // namespace
}  // namespace curfew::test
