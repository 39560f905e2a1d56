#include "app/session_length.h"

#include "app_test.h"

namespace curfew::test {
namespace {

// A session that is opened before the curfew lives on after it.
class SessionLengthTest : public AppTest {
 protected:
  void allow(minutes longest) {
    Catalog catalog = usual_catalog();
    for (auto& set : catalog.permission_sets) set.max_session = longest;
    world_.catalog.set(catalog);
  }
};

TEST_F(SessionLengthTest, WhatOpensLongerSessionsThanAllowedIsNotGranted) {
  world_.center.set_session_length(hours(4));
  EXPECT_EQ(refusal(world_.app().submit(World::low_risk(world_.ada))), ErrorCode::kPolicy);
  EXPECT_EQ(refusal(world_.app().submit(World::high_risk(world_.ada))), ErrorCode::kPolicy);
  EXPECT_TRUE(world_.store.tables().requests.empty());
}

TEST_F(SessionLengthTest, AnAdministratorMayAllowThem) {
  world_.center.set_session_length(hours(4));
  allow(hours(4));
  EXPECT_EQ(answer(world_.app().submit(World::low_risk(world_.ada))).status, RequestStatus::kGranting);
}

TEST_F(SessionLengthTest, SessionsThatGrewLongerWhileARequestWaitedKeepItFromBeingApproved) {
  const Request pending = answer(world_.app().submit(World::high_risk(world_.ada)));
  world_.center.set_session_length(minutes(61));
  const DecideCall approve{.caller = world_.mia, .request_id = pending.id, .approve = true};
  EXPECT_EQ(refusal(world_.app().decide(approve)), ErrorCode::kPolicy);
  EXPECT_EQ(world_.status(pending.id), RequestStatus::kPending);

  world_.center.set_session_length(minutes(60));
  EXPECT_EQ(answer(world_.app().decide(approve)).status, RequestStatus::kGranting);
}

TEST_F(SessionLengthTest, ADenialNeedsNoLookAtSessions) {
  const Request pending = answer(world_.app().submit(World::high_risk(world_.ada)));
  world_.center.set_session_length(hours(12));
  const DecideCall deny{.caller = world_.mia, .request_id = pending.id, .approve = false, .comments = "no"};
  EXPECT_EQ(answer(world_.app().decide(deny)).status, RequestStatus::kDenied);
}

}  // namespace
}  // namespace curfew::test
