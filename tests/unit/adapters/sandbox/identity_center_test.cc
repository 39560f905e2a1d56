#include "adapters/sandbox/identity_center.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "sandbox_fixture.h"

// What every Identity Center does is tested in tests/conformance; here is what only the sandbox has.
namespace curfew::sandbox {
namespace {

using StatusKind = OperationStatus::Kind;
using testing::HasSubstr;

constexpr auto kCreate = OperationKind::kCreate;
constexpr auto kDelete = OperationKind::kDelete;

class SandboxIdentityCenterTest : public SandboxTest {};

TEST_F(SandboxIdentityCenterTest, TheEffectTakesPlaceAtTheEndOfTheDelayAndNotBefore) {
  const OperationId id = ask(kCreate).value();
  clock_.advance(kDelay - Millis{1});
  EXPECT_EQ(status(kCreate, id).kind, StatusKind::kInProgress);
  EXPECT_EQ(presence(), Presence::kAbsent);
  clock_.advance(Millis{1});
  EXPECT_EQ(presence(), Presence::kDirect);
  EXPECT_EQ(status(kCreate, id).kind, StatusKind::kSucceeded);
}

TEST_F(SandboxIdentityCenterTest, WithoutDelayAnOperationHasEndedByTheNextCall) {
  SandboxSettings settings = usual();
  settings.delay = Millis{0};
  use(settings);
  const OperationId id = ask(kCreate).value();
  EXPECT_EQ(status(kCreate, id).kind, StatusKind::kSucceeded);
  EXPECT_TRUE(ask(kDelete).has_value());
  EXPECT_EQ(presence(), Presence::kAbsent);
}

TEST_F(SandboxIdentityCenterTest, ACreateFailsWhenItsUserIsRemovedMeanwhile) {
  const OperationId id = ask(kCreate).value();
  ASSERT_TRUE(directory_.remove_user("ada@example.com").has_value());
  clock_.advance(kDelay);
  const OperationStatus ended = status(kCreate, id);
  EXPECT_EQ(ended.kind, StatusKind::kFailed);
  EXPECT_THAT(ended.reason, HasSubstr("Received a 404 status error: the USER assignee " + key_.user_id.str()));
  EXPECT_EQ(presence(), Presence::kAbsent);
}

TEST_F(SandboxIdentityCenterTest, ACreateThatEndedBeforeItsUserWasRemovedHasSucceeded) {
  const OperationId id = ask(kCreate).value();
  clock_.advance(kDelay);
  ASSERT_TRUE(directory_.remove_user("ada@example.com").has_value());
  EXPECT_EQ(status(kCreate, id).kind, StatusKind::kSucceeded);
}

TEST_F(SandboxIdentityCenterTest, OneKindsOperationIsUnknownToTheOther) {
  const OperationId id = ask(kCreate).value();
  EXPECT_EQ(status(kDelete, id).kind, StatusKind::kUnknown);
}

TEST_F(SandboxIdentityCenterTest, OperationsAreForgottenAWeekAfterTheirEnd) {
  const OperationId id = ask(kCreate).value();
  clock_.advance(kDelay);
  ASSERT_EQ(status(kCreate, id).kind, StatusKind::kSucceeded);
  clock_.advance(std::chrono::days{8});
  ASSERT_TRUE(ask(kDelete).has_value());
  EXPECT_EQ(status(kCreate, id).kind, StatusKind::kUnknown);
}

TEST_F(SandboxIdentityCenterTest, AnotherUsersWriteInTheAccountConflictsOnlyWhereSoSet) {
  const AssignmentKey bobs = access_of("bob@example.com");
  ASSERT_TRUE(ask(kCreate).has_value());
  EXPECT_TRUE(ask(kCreate, bobs).has_value());
  clock_.advance(kDelay);

  SandboxSettings settings = usual();
  settings.conflict_scope = ConflictScope::kAccount;
  use(settings);
  ASSERT_TRUE(ask(kDelete).has_value());
  EXPECT_EQ(failure_of(ask(kDelete, bobs)), AskFailure::kConflict);
  AssignmentKey elsewhere = bobs;
  elsewhere.account_id = AccountId("269423819609");
  EXPECT_TRUE(ask(kCreate, elsewhere).has_value());
}

TEST_F(SandboxIdentityCenterTest, TheEleventhOutstandingCreateIsThrottledAndDeletesAreNot) {
  SandboxSettings settings = usual();
  settings.max_outstanding_creates = 10;
  use(settings);
  ASSERT_TRUE(directory_.give_standing(key_).has_value());
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(ask(kCreate, access_of("user" + std::to_string(i) + "@example.com")).has_value());
  }
  const AssignmentKey eleventh = access_of("late@example.com");
  EXPECT_EQ(failure_of(ask(kCreate, eleventh)), AskFailure::kThrottled);
  EXPECT_TRUE(ask(kDelete).has_value());
  clock_.advance(kDelay);
  EXPECT_TRUE(ask(kCreate, eleventh).has_value());
}

TEST_F(SandboxIdentityCenterTest, CallsBeyondTheLimitAreThrottledUntilTheSecondIsOver) {
  SandboxSettings settings = usual();
  settings.calls_per_second = 2;
  use(settings);
  EXPECT_TRUE(center_->look(key_).has_value());
  EXPECT_TRUE(center_->find_user("ada@example.com").has_value());
  EXPECT_EQ(failure_of(ask(kCreate)), AskFailure::kThrottled);
  const auto throttled = center_->look(key_);
  ASSERT_FALSE(throttled.has_value());
  EXPECT_EQ(throttled.error().code, ErrorCode::kUnavailable);
  EXPECT_GT(throttled.error().retry_after_seconds, 0);
  clock_.advance(Millis{1000});
  EXPECT_TRUE(ask(kCreate).has_value());
}

TEST_F(SandboxIdentityCenterTest, ACallSignedMoreThanFiveMinutesAgoHasNoEffect) {
  const Instant claimed_at = clock_.now();
  clock_.advance(std::chrono::minutes{5} + Millis{1});
  EXPECT_EQ(failure_of(center_->ask(kCreate, key_, claimed_at)), AskFailure::kThrottled);
  EXPECT_FALSE(center_->anything_in_progress(key_).value());
}

TEST_F(SandboxIdentityCenterTest, RefusedAsksHaveNoEffectAndAreUsedUp) {
  faults_.next_asks(kCreate, AskFault(AskFault::Kind::kThrottled));
  faults_.next_asks(kCreate, AskFault(AskFault::Kind::kConflict), 2);
  faults_.next_asks(kCreate, AskFault(AskFault::Kind::kRefused, "AccessDeniedException: no."));
  EXPECT_EQ(failure_of(ask(kCreate)), AskFailure::kThrottled);
  EXPECT_EQ(failure_of(ask(kCreate)), AskFailure::kConflict);
  EXPECT_EQ(failure_of(ask(kCreate)), AskFailure::kConflict);
  const AskResult refused = ask(kCreate);
  EXPECT_EQ(failure_of(refused), AskFailure::kRefused);
  EXPECT_EQ(refused.error().cause, "AccessDeniedException: no.");
  EXPECT_FALSE(center_->anything_in_progress(key_).value());
  EXPECT_TRUE(ask(kCreate).has_value());
}

TEST_F(SandboxIdentityCenterTest, AFaultMeetsOnlyAsksOfItsKind) {
  faults_.next_asks(kDelete, AskFault(AskFault::Kind::kThrottled));
  ASSERT_TRUE(ask(kCreate).has_value());
  clock_.advance(kDelay);
  EXPECT_EQ(failure_of(ask(kDelete)), AskFailure::kThrottled);
}

TEST_F(SandboxIdentityCenterTest, ALostAnswerLooksLikeALostCallAndStillHasItsEffect) {
  faults_.next_asks(kCreate, AskFault(AskFault::Kind::kCallLost));
  EXPECT_EQ(failure_of(ask(kCreate)), AskFailure::kLost);
  EXPECT_FALSE(center_->anything_in_progress(key_).value());

  faults_.next_asks(kCreate, AskFault(AskFault::Kind::kAnswerLost));
  EXPECT_EQ(failure_of(ask(kCreate)), AskFailure::kLost);
  EXPECT_TRUE(center_->anything_in_progress(key_).value());
  clock_.advance(kDelay);
  EXPECT_EQ(presence(), Presence::kDirect);
}

TEST_F(SandboxIdentityCenterTest, AnOperationCanBeMadeToFail) {
  faults_.next_asks(kCreate, AskFault(AskFault::Kind::kOperationFails, "Role quota exceeded."));
  const OperationId id = ask(kCreate).value();
  clock_.advance(kDelay);
  const OperationStatus ended = status(kCreate, id);
  EXPECT_EQ(ended.kind, StatusKind::kFailed);
  EXPECT_EQ(ended.reason, "Role quota exceeded.");
  EXPECT_EQ(presence(), Presence::kAbsent);
}

TEST_F(SandboxIdentityCenterTest, AnOperationCanBeMadeToTakeLonger) {
  faults_.next_asks(kCreate, AskFault(AskFault::Kind::kSlow, "", std::chrono::minutes{3}));
  const OperationId id = ask(kCreate).value();
  clock_.advance(std::chrono::minutes{3} - Millis{1});
  EXPECT_EQ(status(kCreate, id).kind, StatusKind::kInProgress);
  clock_.advance(Millis{1});
  EXPECT_EQ(status(kCreate, id).kind, StatusKind::kSucceeded);
}

TEST_F(SandboxIdentityCenterTest, AnOutageOfReadsIsNoAnswer) {
  faults_.next_reads_fail(4);
  EXPECT_EQ(center_->find_user("ada@example.com").error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(center_->look(key_).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(center_->check(kCreate, OperationId("x")).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(center_->anything_in_progress(key_).error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(center_->look(key_).has_value());
}

}  // namespace
}  // namespace curfew::sandbox
