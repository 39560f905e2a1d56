#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/value_to.hpp>
#include <chrono>
#include <string>

#include "unit/adapters/identity_center/center_fixture.h"

namespace curfew::identity_center {
namespace {

using boost::json::array;
using boost::json::object;
using StatusKind = OperationStatus::Kind;

class AwsIdentityCenterAsks : public CenterTest {};

TEST_F(AwsIdentityCenterAsks, AnAskIsSignedWithTheTimeOfItsClaimAndMadeOnce) {
  caller_.will_answer("CreateAccountAssignment", status("Creation", "IN_PROGRESS"));
  const Instant claimed_at = clock_.now() - std::chrono::seconds(90);
  EXPECT_EQ(center_.ask(OperationKind::kCreate, adas_access(), claimed_at), OperationId(kOperation));
  ASSERT_EQ(caller_.seen().size(), 1U);
  const auto call = caller_.seen()[0];
  EXPECT_EQ(call.service, "sso-admin");
  EXPECT_EQ(call.signed_at, claimed_at);
  EXPECT_EQ(call.attempts, 1);
  EXPECT_EQ(call.body, (object{{"InstanceArn", kInstance},
                               {"TargetId", "269423819609"},
                               {"TargetType", "AWS_ACCOUNT"},
                               {"PermissionSetArn", adas_access().permission_set_arn.str()},
                               {"PrincipalType", "USER"},
                               {"PrincipalId", kAda}}));
}

TEST_F(AwsIdentityCenterAsks, ADeletionIsReadFromItsOwnMember) {
  caller_.will_answer("DeleteAccountAssignment", status("Deletion", "IN_PROGRESS"));
  EXPECT_EQ(center_.ask(OperationKind::kDelete, adas_access(), clock_.now()), OperationId(kOperation));
}

TEST_F(AwsIdentityCenterAsks, AnAnswerWithoutAnIdIsLost) {
  for (const object& answer : {object{}, status("Deletion", "IN_PROGRESS"),
                               object{{"AccountAssignmentCreationStatus", object{{"RequestId", "no id"}}}},
                               object{{"AccountAssignmentCreationStatus", object{{"RequestId", nullptr}}}}}) {
    caller_.will_answer("CreateAccountAssignment", answer);
    const AskResult asked = center_.ask(OperationKind::kCreate, adas_access(), clock_.now());
    ASSERT_FALSE(asked.has_value());
    EXPECT_EQ(asked.error().failure, AskFailure::kLost);
  }
}

TEST_F(AwsIdentityCenterAsks, AFailureIsToldApartAndNotTriedAgain) {
  caller_.will_refuse("CreateAccountAssignment", "ConflictException");
  EXPECT_EQ(center_.ask(OperationKind::kCreate, adas_access(), clock_.now()).error().failure, AskFailure::kConflict);
  caller_.will_refuse("DeleteAccountAssignment", "ResourceNotFoundException");
  EXPECT_EQ(center_.ask(OperationKind::kDelete, adas_access(), clock_.now()).error().failure, AskFailure::kMissing);
  caller_.will_fail("DeleteAccountAssignment", {.kind = aws::FailureKind::kLost});
  EXPECT_EQ(center_.ask(OperationKind::kDelete, adas_access(), clock_.now()).error().failure, AskFailure::kLost);
  EXPECT_EQ(caller_.seen().size(), 3U);
}

TEST_F(AwsIdentityCenterAsks, ACheckFollowsTheOperationOfItsKind) {
  caller_.will_answer("DescribeAccountAssignmentCreationStatus", status("Creation", "IN_PROGRESS"));
  EXPECT_EQ(center_.check(OperationKind::kCreate, OperationId(kOperation))->kind, StatusKind::kInProgress);
  EXPECT_EQ(caller_.seen()[0].body,
            (object{{"InstanceArn", kInstance}, {"AccountAssignmentCreationRequestId", kOperation}}));
  caller_.will_answer("DescribeAccountAssignmentDeletionStatus", status("Deletion", "SUCCEEDED"));
  EXPECT_EQ(center_.check(OperationKind::kDelete, OperationId(kOperation))->kind, StatusKind::kSucceeded);
  EXPECT_EQ(caller_.seen()[1].body,
            (object{{"InstanceArn", kInstance}, {"AccountAssignmentDeletionRequestId", kOperation}}));
}

TEST_F(AwsIdentityCenterAsks, AFailedOperationHasAwssReason) {
  caller_.will_answer("DescribeAccountAssignmentCreationStatus",
                      {{"AccountAssignmentCreationStatus",
                        object{{"Status", "FAILED"}, {"FailureReason", "Received a 404 status error"}}}});
  const auto checked = center_.check(OperationKind::kCreate, OperationId(kOperation));
  EXPECT_EQ(checked->kind, StatusKind::kFailed);
  EXPECT_EQ(checked->reason, "Received a 404 status error");
}

TEST_F(AwsIdentityCenterAsks, AnOperationThatAwsDoesNotKnowIsUnknownAndNoSuccess) {
  caller_.will_refuse("DescribeAccountAssignmentCreationStatus", "ResourceNotFoundException");
  EXPECT_EQ(center_.check(OperationKind::kCreate, OperationId(kOperation))->kind, StatusKind::kUnknown);
}

TEST_F(AwsIdentityCenterAsks, AnAnswerThatIsNoStatusConcludesNothing) {
  for (const object& answer : {object{}, status("Creation", "DONE"), status("Deletion", "SUCCEEDED")}) {
    caller_.will_answer("DescribeAccountAssignmentCreationStatus", answer);
    const auto checked = center_.check(OperationKind::kCreate, OperationId(kOperation));
    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(checked.error().code, ErrorCode::kUnavailable);
  }
}

object running(const std::string& kind) {
  return {
      {"AccountAssignments" + kind + "Status", array{object{{"Status", "IN_PROGRESS"}, {"RequestId", kOperation}}}}};
}
object none(const std::string& kind) { return {{"AccountAssignments" + kind + "Status", array{}}}; }

TEST_F(AwsIdentityCenterAsks, WhatRunsInTheAccountIsFoundByAskingWhoseItIs) {
  caller_.will_answer("ListAccountAssignmentDeletionStatus", none("Deletion"));
  caller_.will_answer("ListAccountAssignmentCreationStatus", running("Creation"));
  caller_.will_answer("DescribeAccountAssignmentCreationStatus", status("Creation", "IN_PROGRESS"));
  EXPECT_EQ(center_.anything_in_progress(adas_access()), true);
  EXPECT_EQ(caller_.seen()[0].body.at("Filter"), (object{{"Status", "IN_PROGRESS"}}));
}

TEST_F(AwsIdentityCenterAsks, WhatRunsElsewhereOrHasEndedMeanwhileDoesNotCount) {
  caller_.will_answer("ListAccountAssignmentDeletionStatus", running("Deletion"));
  caller_.will_answer("DescribeAccountAssignmentDeletionStatus", status("Deletion", "IN_PROGRESS", "999999999999"));
  caller_.will_answer("ListAccountAssignmentCreationStatus", running("Creation"));
  caller_.will_answer("DescribeAccountAssignmentCreationStatus", status("Creation", "SUCCEEDED"));
  EXPECT_EQ(center_.anything_in_progress(adas_access()), false);
}

TEST_F(AwsIdentityCenterAsks, WhatCannotBeListedMayBeRunning) {
  caller_.will_answer("ListAccountAssignmentDeletionStatus", none("Deletion"));
  caller_.will_throttle("ListAccountAssignmentCreationStatus");
  EXPECT_FALSE(center_.anything_in_progress(adas_access()).has_value());
  caller_.will_answer("ListAccountAssignmentDeletionStatus", running("Deletion"));
  caller_.will_fail("DescribeAccountAssignmentDeletionStatus", {.kind = aws::FailureKind::kServerError});
  EXPECT_FALSE(center_.anything_in_progress(adas_access()).has_value());
}

class OneCreateAtATime : public CenterTest {
 protected:
  OneCreateAtATime() : CenterTest({.calls_per_second = 0, .max_outstanding_creates = 1, .patience = Millis{0}}) {}
};

TEST_F(OneCreateAtATime, ACreateTooManyIsNotSentAndADeletionIs) {
  caller_.will_answer("CreateAccountAssignment", status("Creation", "IN_PROGRESS"));
  ASSERT_TRUE(center_.ask(OperationKind::kCreate, adas_access(), clock_.now()).has_value());
  EXPECT_EQ(center_.ask(OperationKind::kCreate, adas_access(), clock_.now()).error().failure, AskFailure::kThrottled);
  EXPECT_EQ(caller_.seen().size(), 1U);
  caller_.will_answer("DeleteAccountAssignment", status("Deletion", "IN_PROGRESS"));
  EXPECT_TRUE(center_.ask(OperationKind::kDelete, adas_access(), clock_.now()).has_value());
}

TEST_F(OneCreateAtATime, TheEndOfOneLetsTheNextGo) {
  caller_.will_answer("CreateAccountAssignment", status("Creation", "IN_PROGRESS"));
  const AskResult asked = center_.ask(OperationKind::kCreate, adas_access(), clock_.now());
  caller_.will_answer("DescribeAccountAssignmentCreationStatus", status("Creation", "SUCCEEDED"));
  ASSERT_TRUE(center_.check(OperationKind::kCreate, *asked).has_value());
  caller_.will_answer("CreateAccountAssignment", status("Creation", "IN_PROGRESS"));
  EXPECT_TRUE(center_.ask(OperationKind::kCreate, adas_access(), clock_.now()).has_value());
}

class FourCallsASecond : public CenterTest {
 protected:
  FourCallsASecond() : CenterTest({.calls_per_second = 4, .max_outstanding_creates = 0, .patience = Millis{0}}) {}
};

TEST_F(FourCallsASecond, ACallWhoseTurnDoesNotComeIsNotMadeAndSaysSo) {
  caller_.will_answer("CreateAccountAssignment", status("Creation", "IN_PROGRESS"));
  ASSERT_TRUE(center_.ask(OperationKind::kCreate, adas_access(), clock_.now()).has_value());
  EXPECT_EQ(center_.ask(OperationKind::kCreate, adas_access(), clock_.now()).error().failure, AskFailure::kThrottled);
  EXPECT_EQ(center_.look(adas_access()).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(caller_.seen().size(), 1U);
}

TEST_F(FourCallsASecond, ThrottlingByAwsSlowsEveryMethodDown) {
  caller_.will_throttle("CreateAccountAssignment");
  EXPECT_EQ(center_.ask(OperationKind::kCreate, adas_access(), clock_.now()).error().failure, AskFailure::kThrottled);
  clock_.advance(Millis{250});  // enough for one call before, and for half of one now
  EXPECT_FALSE(center_.find_user("ada@example.com").has_value());
  EXPECT_EQ(caller_.seen().size(), 1U);
  clock_.advance(Millis{250});
  caller_.will_answer("GetUserId", {{"UserId", kAda}});
  EXPECT_EQ(center_.find_user("ada@example.com"), UserId(kAda));
}

}  // namespace
}  // namespace curfew::identity_center
