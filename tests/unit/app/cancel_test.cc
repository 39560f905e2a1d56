#include "app/cancel.h"

#include "app_test.h"

namespace curfew::test {
namespace {

using RS = RequestStatus;

class CancelTest : public AppTest {
 protected:
  [[nodiscard]] Result<Request> cancel(const Caller& who, const RequestId& id) {
    return world_.app().cancel({.caller = who, .request_id = id});
  }
};

TEST_F(CancelTest, ARequesterTakesBackWhatNobodyHasDecided) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  EXPECT_EQ(answer(cancel(world_.ada, request.id)).status, RS::kCancelled);
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.status(request.id), RS::kCancelled) << "and it does not lapse any more";
  EXPECT_EQ(world_.trail(request.id), "request.submitted request.cancelled");
}

TEST_F(CancelTest, ManagersAreNotAskedToDecideWhatWasTakenBack) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  answer(cancel(world_.ada, request.id));
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_EQ(world_.mailer.count(LetterKind::kApprovalRequired, "mia@example.com", request.id), 0);
}

TEST_F(CancelTest, OnlyTheRequesterCancels) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  EXPECT_EQ(refusal(cancel(world_.ben, request.id)), ErrorCode::kNotFound);
  EXPECT_EQ(refusal(cancel(world_.mia, request.id)), ErrorCode::kForbidden);
  EXPECT_EQ(world_.status(request.id), RS::kPending);
}

TEST_F(CancelTest, WhileAwsIsGrantingItIsARevocation) {
  const Request request = world_.submit(World::low_risk(world_.ada));
  world_.run_for(milliseconds(500));
  EXPECT_EQ(answer(cancel(world_.ada, request.id)).status, RS::kRevoking);
  world_.run_for(seconds(30));
  EXPECT_EQ(world_.status(request.id), RS::kRevoked);
  EXPECT_TRUE(world_.center.assigned().empty());
}

TEST_F(CancelTest, WhatIsOverCannotBeCancelled) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  answer(cancel(world_.ada, request.id));
  EXPECT_EQ(refusal(cancel(world_.ada, request.id)), ErrorCode::kEnded);
}

TEST_F(CancelTest, AnApprovalInsideTheCommitTurnsItIntoARevocation) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  world_.gate.arm(1, Fault::kRival, [&] {
    answer(world_.rival().decide({.caller = world_.mia, .request_id = request.id, .approve = true}));
  });
  EXPECT_EQ(answer(cancel(world_.ada, request.id)).status, RS::kRevoked) << "nothing had been asked of AWS yet";
  EXPECT_TRUE(world_.run_until_quiet());
  EXPECT_TRUE(world_.center.asks().empty());
}

}  // namespace
}  // namespace curfew::test
