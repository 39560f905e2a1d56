// Records that do not fit together are told before the lifecycle touches them.
#include <gtest/gtest.h>

#include "story.h"

namespace curfew::test {
namespace {

Scene granted_scene() {
  Story story;
  const RequestId id = story.active("r1");
  return {.assignment = story.assignment(), .requests = {story.request(id)}};
}

void expect_damaged(const Scene& scene) {
  const Status checked = check_consistent(scene);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kDamaged);
}

TEST(ConsistencyTest, WhatTheLifecycleWroteFits) { EXPECT_TRUE(check_consistent(granted_scene())); }

TEST(ConsistencyTest, ALeaseWithoutItsRequest) {
  Scene scene = granted_scene();
  scene.requests.clear();
  expect_damaged(scene);
}

TEST(ConsistencyTest, ARequestWithoutItsLease) {
  Scene scene = granted_scene();
  scene.assignment.leases.clear();
  expect_damaged(scene);
}

TEST(ConsistencyTest, ALeaseOnSomebodyElsesAssignment) {
  Scene scene = granted_scene();
  scene.assignment.key.user_id = UserId("9067-mallory");
  expect_damaged(scene);
}

TEST(ConsistencyTest, ALiveLeaseOfARequestThatIsOver) {
  Scene scene = granted_scene();
  scene.requests.front().status = RequestStatus::kRevoked;
  expect_damaged(scene);
}

TEST(ConsistencyTest, ALeaseThatIsLongerThanItsRequest) {
  Scene scene = granted_scene();
  scene.assignment.leases.front().end += std::chrono::hours(24);
  expect_damaged(scene);
}

TEST(ConsistencyTest, AccessWithoutADecision) {
  Scene scene = granted_scene();
  scene.requests.front().decision.reset();
  expect_damaged(scene);
}

TEST(ConsistencyTest, ARequestWithoutAVersion) {
  Scene scene = granted_scene();
  scene.requests.front().version = 0;
  expect_damaged(scene);
}

TEST(ConsistencyTest, AccessThatIsActiveAndNotHeld) {
  for (const AssignmentState state :
       {AssignmentState::kUnknown, AssignmentState::kAbsent, AssignmentState::kStanding}) {
    Scene scene = granted_scene();
    scene.assignment.state = state;
    expect_damaged(scene);
  }
}

TEST(ConsistencyTest, ALeaseThatIsOverWithNothingToClear) {
  Scene scene = granted_scene();
  scene.requests.front().status = RequestStatus::kRevoking;
  scene.assignment.leases.front().over = true;
  for (const AssignmentState state : {AssignmentState::kHeld, AssignmentState::kAbsent, AssignmentState::kStanding}) {
    scene.assignment.state = state;
    expect_damaged(scene);
  }
  scene.assignment.state = AssignmentState::kDeleting;
  scene.assignment.operation = Operation{.kind = OperationKind::kDelete};
  EXPECT_TRUE(check_consistent(scene));
}

TEST(ConsistencyTest, OneRequestWithTwoLeases) {
  Scene scene = granted_scene();
  scene.assignment.leases.push_back(scene.assignment.leases.front());
  expect_damaged(scene);
}

TEST(ConsistencyTest, AnOperationThatDoesNotBelongToTheState) {
  Scene scene = granted_scene();
  scene.assignment.operation = Operation{.kind = OperationKind::kDelete};
  expect_damaged(scene);
  scene.assignment.state = AssignmentState::kCreating;
  expect_damaged(scene);
  scene.assignment.state = AssignmentState::kDeleting;
  scene.requests.front().status = RequestStatus::kRevoking;
  scene.assignment.leases.front().over = true;
  EXPECT_TRUE(check_consistent(scene));
  scene.assignment.operation.reset();
  expect_damaged(scene);
}

}  // namespace
}  // namespace curfew::test
