#include "adapters/identity_center/ask_failures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace curfew::identity_center {
namespace {

using aws::CallFailure;
using aws::FailureKind;

CallFailure refused(const std::string& code) {
  return {.kind = FailureKind::kRefused, .code = code, .message = "No.", .status = 400, .effect = Effect::kNone};
}

AskFailure of_create(const CallFailure& failure) { return ask_error(OperationKind::kCreate, failure).failure; }
AskFailure of_delete(const CallFailure& failure) { return ask_error(OperationKind::kDelete, failure).failure; }

TEST(AskFailures, AConflictIsTriedAgainAndNeverMeansAlreadyThere) {
  EXPECT_EQ(of_create(refused("ConflictException")), AskFailure::kConflict);
  EXPECT_EQ(of_delete(refused("ConflictException")), AskFailure::kConflict);
}

TEST(AskFailures, OnlyADeleteFindsItsAssignmentMissing) {
  EXPECT_EQ(of_delete(refused("ResourceNotFoundException")), AskFailure::kMissing);
  EXPECT_EQ(of_create(refused("ResourceNotFoundException")), AskFailure::kRefused);
}

TEST(AskFailures, WhatAwsUnderstoodAndWillNotDoIsRefused) {
  for (const char* code :
       {"AccessDeniedException", "ValidationException", "ServiceQuotaExceededException", "AccountSuspendedException"}) {
    EXPECT_EQ(of_create(refused(code)), AskFailure::kRefused) << code;
    EXPECT_EQ(of_delete(refused(code)), AskFailure::kRefused) << code;
  }
}

TEST(AskFailures, CredentialsThatAreNotGoodNowAreNoRefusalOfTheAsk) {
  for (const char* code : {"ExpiredTokenException", "UnrecognizedClientException", "InvalidSignatureException",
                           "RequestExpired", "MissingAuthenticationTokenException"}) {
    EXPECT_EQ(of_create(refused(code)), AskFailure::kThrottled) << code;
    EXPECT_EQ(of_delete(refused(code)), AskFailure::kThrottled) << code;
  }
}

TEST(AskFailures, WhatNobodyHeardIsAskedAgainWithoutDoubt) {
  EXPECT_EQ(of_create({.kind = FailureKind::kNotSent, .effect = Effect::kNone}), AskFailure::kThrottled);
  EXPECT_EQ(of_create({.kind = FailureKind::kThrottled, .code = "ThrottlingException", .effect = Effect::kNone}),
            AskFailure::kThrottled);
}

TEST(AskFailures, WhatMayHaveHappenedIsLost) {
  EXPECT_EQ(of_create({.kind = FailureKind::kLost}), AskFailure::kLost);
  EXPECT_EQ(of_delete({.kind = FailureKind::kServerError, .status = 500}), AskFailure::kLost);
  CallFailure doubtful = refused("ConflictException");
  doubtful.effect = Effect::kMaybe;
  EXPECT_EQ(of_create(doubtful), AskFailure::kLost);
}

TEST(AskFailures, TheCauseIsAwssOwnAndNamesTheRequestForItsSupport) {
  CallFailure failure = refused("AccessDeniedException");
  failure.message = "not authorized to perform: sso:CreateAccountAssignment";
  failure.request_id = "abc-123";
  EXPECT_EQ(ask_error(OperationKind::kCreate, failure).cause,
            "AccessDeniedException: not authorized to perform: sso:CreateAccountAssignment (AWS request abc-123)");
  EXPECT_FALSE(ask_error(OperationKind::kCreate, {}).cause.empty());
}

}  // namespace
}  // namespace curfew::identity_center
